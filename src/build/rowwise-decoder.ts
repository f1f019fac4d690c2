import {
  changeGraph,
  ELEMENT,
  makeNode,
  type OnnxConstant,
  type OnnxNode,
  type OnnxTensor,
  readTensor,
} from './onnx-graph.ts';

/*
 * Makes the decoder's 8-bit arithmetic independent of what else is in the batch.
 *
 * The published file quantises activations with one scale for a whole tensor (DynamicQuantizeLinear), so the scores of a
 * sentence change with the sentences beside it, with padding, and from step-by-step reading to scoring in one go: by 0.1
 * to 0.5 nats for a token. Candidates must be comparable to better than that. Here every row (one token of one
 * sentence) gets a scale of its own:
 *
 *   s = max(|x|) / 127,  q = floor(x / s + 128.5) as uint8,  y = ((q - 128) W) · scale(W) · s
 *
 * W and its scale stay as they are. Measured against exact activations on 22 utterances of dev-librispeech, the
 * log-probability of a token is off by 0.021 nats (rms; as published 0.028), and scoring equals reading to 1e-5.
 *
 * The last product, which the published file computes in 32-bit floats from a table that it dequantises at every step,
 * becomes one of integers like all others: a step takes 45 % less time.
 */

/** Names in the published file. */
const EMBEDDING = 'model.decoder.embed_tokens.weight_merged_0';
const table = `${EMBEDDING}_quantized`;

/** The table by columns, [width, tokens]: what the last product needs; the first lookup takes its columns. */
const COLUMNS = 'token_columns';
const ROW = { per127: 'row_per_127', least: 'row_least_scale', half: 'row_128_and_half', zero: 'row_zero_point' };

const castTo = { float: { to: ELEMENT.float }, uint8: { to: ELEMENT.uint8 } };

export function rowwiseDecoder(model: Uint8Array): Uint8Array {
  let changedBranches = 0;
  const rowwise = changeGraph(model, {
    nodes(nodes) {
      if (!nodes.some(({ outputs }) => outputs.includes('logits') && outputs.length === 1)) return nodes;
      changedBranches++;
      return quantiseRows(integerLogits(nodes));
    },
    constants(constants) {
      constants.set(COLUMNS, transposed(readTensor(constants.get(table))));
      constants.delete(table);
      for (const [name, constant] of rowConstants) constants.set(name, constant);
    },
  });
  if (changedBranches !== 2) throw new TypeError(`Expected two branches that end in logits, got ${changedBranches}`);
  return rowwise;
}

const rowConstants: readonly [string, OnnxConstant][] = [
  [ROW.per127, scalar(1 / 127)],
  // A row of zeros must not be divided by zero.
  [ROW.least, scalar(1e-10)],
  [ROW.half, scalar(128.5)],
  [ROW.zero, { dims: [], type: ELEMENT.uint8, raw: Uint8Array.of(128) }],
];

function integerLogits(nodes: readonly OnnxNode[]): OnnxNode[] {
  return nodes.flatMap((node) => {
    const [first = '', second = ''] = node.inputs;
    const [output = ''] = node.outputs;
    if (node.operator === 'Gather' && first === table) {
      return [
        makeNode('Gather', [COLUMNS, second], [`${output}_columns`], { axis: 1 }),
        makeNode('Transpose', [`${output}_columns`], [output], { perm: [1, 2, 0] }),
      ];
    }
    // The table that the published file turned and dequantised for the last product.
    if (node.operator === 'Transpose' && first === table) return [];
    if (node.operator === 'DequantizeLinear' && first.endsWith('transposed_quantized')) return [];
    if (output !== 'logits') return [node];
    return [
      makeNode('DynamicQuantizeLinear', [first], ['logits_q', 'logits_s', 'logits_z']),
      makeNode('MatMulInteger', ['logits_q', COLUMNS, 'logits_z', `${EMBEDDING}_zero_point`], ['logits_i']),
      makeNode('Mul', ['logits_s', `${EMBEDDING}_scale`], ['logits_ss']),
      makeNode('Cast', ['logits_i'], ['logits_f'], castTo.float),
      makeNode('Mul', ['logits_f', 'logits_ss'], ['logits']),
    ];
  });
}

function quantiseRows(nodes: readonly OnnxNode[]): OnnxNode[] {
  const rowScales = new Set<string>();
  const zeroPoints = new Set<string>();
  /** Products of a row's scale and a matrix's: name → both. */
  const products = new Map<string, readonly [string, string]>();
  const rowwise = nodes.flatMap((node): OnnxNode[] => {
    const [first = '', second = ''] = node.inputs;
    const [output = '', scale = '', zeroPoint = ''] = node.outputs;
    if (node.operator === 'DynamicQuantizeLinear') {
      rowScales.add(scale);
      zeroPoints.add(zeroPoint);
      return rowQuantiser(first, output, scale);
    }
    if (node.operator === 'Mul' && rowScales.has(first)) {
      products.set(output, [first, second]);
      return [];
    }
    const product = node.operator === 'Mul' ? products.get(second) : undefined;
    if (product !== undefined) {
      // Two products, not one with the product of both scales: ONNX Runtime would fuse that, and its fused operator takes
      // the scale for a scalar.
      const [rowScale, matrixScale] = product;
      return [
        makeNode('Mul', [first, matrixScale], [`${output}_unscaled`]),
        makeNode('Mul', [`${output}_unscaled`, rowScale], [output]),
      ];
    }
    return [{ ...node, inputs: node.inputs.map((input) => (zeroPoints.has(input) ? ROW.zero : input)) }];
  });
  if (rowScales.size === 0) throw new TypeError('Expected DynamicQuantizeLinear in the decoder, got none');
  return rowwise;
}

function rowQuantiser(input: string, quantised: string, scale: string): OnnxNode[] {
  const name = (step: string) => `${quantised}_${step}`;
  return [
    makeNode('Abs', [input], [name('abs')]),
    makeNode('ReduceMax', [name('abs')], [name('max')], { axes: [-1], keepdims: 1 }),
    makeNode('Mul', [name('max'), ROW.per127], [name('scale')]),
    makeNode('Max', [name('scale'), ROW.least], [scale]),
    makeNode('Div', [input, scale], [name('scaled')]),
    makeNode('Add', [name('scaled'), ROW.half], [name('shifted')]),
    makeNode('Cast', [name('shifted')], [quantised], castTo.uint8),
  ];
}

function transposed({ dims, type, raw }: OnnxTensor): OnnxTensor {
  const [rows = 0, columns = 0] = dims;
  if (dims.length !== 2 || type !== ELEMENT.uint8 || raw.length !== rows * columns) {
    throw new TypeError(`Expected a matrix of bytes, got [${dims.join(', ')}] of type ${type} in ${raw.length} bytes`);
  }
  const turned = new Uint8Array(raw.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) turned[column * rows + row] = raw[row * columns + column]!;
  }
  return { dims: [columns, rows], type, raw: turned };
}

function scalar(value: number): OnnxTensor {
  return { dims: [], type: ELEMENT.float, raw: new Uint8Array(Float32Array.of(value).buffer) };
}
