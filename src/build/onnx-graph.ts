import { bytesOf, type Field, readFields, textOf, writeFields } from './protobuf.ts';

/*
 * As much of ONNX as it takes to change some nodes of a graph and leave every other byte as it was.
 * Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */

const MODEL = { graph: 7 };
const GRAPH = { node: 1, constant: 5, valueInfo: 13 };
const NODE = { input: 1, output: 2, name: 3, operator: 4, attribute: 5 };
const ATTRIBUTE = { name: 1, integer: 3, graph: 6, integers: 8, type: 20 };
const ATTRIBUTE_TYPE = { integer: 2n, integers: 7n };
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9 };

/** Element types of tensors, as ONNX numbers them. */
export const ELEMENT = { float: 1, uint8: 2 } as const;

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes as they stand in the file. */
  readonly attributes: readonly Field[];
}

export interface OnnxTensor {
  readonly dims: readonly number[];
  readonly type: number;
  /** Row-major, little-endian. */
  readonly raw: Uint8Array;
}

/** An operator with integers as attributes: `{ axis: 1 }`, `{ perm: [0, 2, 1] }`. */
export function makeNode(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, number | readonly number[]>> = {},
): OnnxNode {
  const fields = Object.entries(attributes).map(([name, value]): Field => {
    const parts: Field[] = [{ number: ATTRIBUTE.name, value: Buffer.from(name) }];
    if (typeof value === 'number') parts.push({ number: ATTRIBUTE.integer, value: BigInt(value) });
    else for (const integer of value) parts.push({ number: ATTRIBUTE.integers, value: BigInt(integer) });
    const type = typeof value === 'number' ? ATTRIBUTE_TYPE.integer : ATTRIBUTE_TYPE.integers;
    parts.push({ number: ATTRIBUTE.type, value: type });
    return { number: NODE.attribute, value: writeFields(parts) };
  });
  return { operator, inputs, outputs, attributes: fields };
}

export interface GraphChange {
  /** New nodes of a graph for those it has; called for the model's graph and for the branches of its conditions. */
  readonly nodes: (nodes: readonly OnnxNode[]) => readonly OnnxNode[];
  /** Adds to the model's constants, or takes away, by name. */
  readonly constants: (constants: Map<string, OnnxConstant>) => void;
}

/** A constant as it stands in the file (`readTensor` opens it), or a new one. */
export type OnnxConstant = Uint8Array | OnnxTensor;

/** The model with its nodes and constants changed. Shapes that the file states for values in between are dropped. */
export function changeGraph(model: Uint8Array, change: GraphChange): Uint8Array {
  return writeFields(
    readFields(model).map((field) =>
      field.number === MODEL.graph ? { ...field, value: changed(bytesOf(field.value), change, true) } : field,
    ),
  );
}

function changed(graph: Uint8Array, change: GraphChange, outermost: boolean): Uint8Array {
  const fields = readFields(graph);
  const parts = (number: number) =>
    fields.filter((field) => field.number === number).map(({ value }) => bytesOf(value));
  const constants = new Map<string, OnnxConstant>(parts(GRAPH.constant).map((bytes) => [constantName(bytes), bytes]));
  if (outermost) change.constants(constants);
  return writeFields([
    ...change
      .nodes(parts(GRAPH.node).map(readNode))
      .map((node) => ({ number: GRAPH.node, value: writeNode(node, change) })),
    ...fields.filter(({ number }) => ![GRAPH.node, GRAPH.constant, GRAPH.valueInfo].includes(number)),
    ...Array.from(constants, ([name, constant]) => ({
      number: GRAPH.constant,
      value: constant instanceof Uint8Array ? constant : writeTensor(name, constant),
    })),
  ]);
}

function readNode(bytes: Uint8Array): OnnxNode {
  const fields = readFields(bytes);
  const texts = (number: number) => fields.filter((field) => field.number === number).map(({ value }) => textOf(value));
  return {
    operator: texts(NODE.operator)[0] ?? '',
    inputs: texts(NODE.input),
    outputs: texts(NODE.output),
    attributes: fields.filter((field) => field.number === NODE.attribute),
  };
}

function writeNode({ operator, inputs, outputs, attributes }: OnnxNode, change: GraphChange): Uint8Array {
  return writeFields([
    ...inputs.map((input) => ({ number: NODE.input, value: Buffer.from(input) })),
    ...outputs.map((output) => ({ number: NODE.output, value: Buffer.from(output) })),
    { number: NODE.operator, value: Buffer.from(operator) },
    ...attributes.map((attribute) => ({ ...attribute, value: changeBranch(bytesOf(attribute.value), change) })),
  ]);
}

function changeBranch(attribute: Uint8Array, change: GraphChange): Uint8Array {
  const fields = readFields(attribute);
  if (!fields.some(({ number }) => number === ATTRIBUTE.graph)) return attribute;
  return writeFields(
    fields.map((field) =>
      field.number === ATTRIBUTE.graph ? { ...field, value: changed(bytesOf(field.value), change, false) } : field,
    ),
  );
}

/** The elements of a constant that keeps them as raw bytes, as all large ones do. */
export function readTensor(constant: OnnxConstant | undefined): OnnxTensor {
  if (!(constant instanceof Uint8Array)) throw new TypeError('Expected a constant of the file');
  const fields = readFields(constant);
  const raw = fields.find(({ number }) => number === TENSOR.raw)?.value;
  const type = fields.find(({ number }) => number === TENSOR.type)?.value;
  if (raw === undefined) throw new TypeError(`Expected the constant ${constantName(constant)} as raw bytes`);
  // ONNX writers leave the dimensions unpacked: a field for each.
  const dims = fields.filter(({ number }) => number === TENSOR.dims).map(({ value }) => Number(value));
  return { dims, type: Number(type), raw: bytesOf(raw) };
}

function constantName(constant: Uint8Array): string {
  return textOf(readFields(constant).find(({ number }) => number === TENSOR.name)?.value ?? new Uint8Array(0));
}

function writeTensor(name: string, { dims, type, raw }: OnnxTensor): Uint8Array {
  return writeFields([
    ...dims.map((dim) => ({ number: TENSOR.dims, value: BigInt(dim) })),
    { number: TENSOR.type, value: BigInt(type) },
    { number: TENSOR.name, value: Buffer.from(name) },
    { number: TENSOR.raw, value: raw },
  ]);
}
