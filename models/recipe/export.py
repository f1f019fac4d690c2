"""Exports the streaming step to ONNX with weight-only int8, in three chunk sizes over one file of weights, with everything that lies beside it.

    python export.py --weights ../streaming-en/training/weights.pt --speech ../../../shared/speech
    python export.py --tiny ../../e2e/models/tiny --speech ...     a model of the same graph with random weights, for the browser tests

Matrices are stored as int8 with one scale per output channel and become float32 in the graph (Cast, Mul), which onnxruntime folds once at load:
the download is a quarter, the arithmetic stays float32, and one file serves WASM and WebGPU. No LogSoftmax in the graph: WebGPU has no kernel
for it. What the graphs of all chunk sizes have in common lies in weights.bin (ONNX external data): repository and download hold it once. A
golden file holds windows of speech and the logits that onnxruntime's CPU provider gives for the very files that ship.
"""
import argparse, hashlib, io, json, time
from pathlib import Path
import numpy as np, onnx, onnxruntime, sentencepiece, torch
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import set_external_data
from data import MODELS, Corpus, fit_split, pronunciations
from evaluate import load, prior
from model import HOP, RATE, Model, Step

ID, CHUNKS, DEFAULT_CHUNK, OPSET = 'streaming-en', (8, 16, 24), 16, 17
WEIGHTS = 'weights.bin'
SMALLEST = 2048                 # weights with fewer numbers stay float32: biases, norms, the constants of the graph
ALIGNMENT = 64                  # of a shared tensor, so that float32 can be read in place
SHARED_BYTES = 512              # tensors with fewer bytes stay in the graph: naming the place would cost as much
GOLDEN_WINDOWS, GOLDEN_TOLERANCE = 3, .02
OUTPUTS = ('logits', 'middle', 'phones', 'hidden')


def export(model, chunk):
    """The step for one chunk size, and its graph with all weights inside."""
    step, file = Step(model, chunk).eval(), io.BytesIO()
    states = step.states()
    torch.onnx.export(step, (torch.zeros(1, step.window), *states.values()), file, input_names=['samples', *states],
                      output_names=[*OUTPUTS, *('new_' + name for name in states)], opset_version=OPSET, dynamo=False)
    graph = onnx.load_from_string(file.getvalue())
    merge_constants(graph.graph)
    quantise(graph)
    return step, graph


def merge_constants(graph):
    """Constants become initializers, one for each value: the exporter repeats the rotary tables in every layer."""
    names, first = {}, {}
    for node in [node for node in graph.node if node.op_type == 'Constant']:
        tensor, name = node.attribute[0].t, node.output[0]
        names[name] = first.setdefault((tensor.data_type, tuple(tensor.dims), tensor.raw_data), name)
        if names[name] == name:
            tensor.name = name
            graph.initializer.append(tensor)
        graph.node.remove(node)
    for node in graph.node:
        for i, name in enumerate(node.input): node.input[i] = names.get(name, name)


def share(graphs, file):
    """Moves the weights that all graphs have, byte for byte, into one file, each at a multiple of its alignment."""
    common = set.intersection(*({tensor.raw_data for tensor in graph.graph.initializer if len(tensor.raw_data) >= SHARED_BYTES} for graph in graphs))
    place = {}
    with open(file, 'wb') as out:
        for graph in graphs:
            for tensor in graph.graph.initializer:
                data = tensor.raw_data
                if data not in common: continue
                if data not in place:
                    out.write(bytes(-out.tell() % ALIGNMENT))
                    place[data] = out.tell()
                    out.write(data)
                set_external_data(tensor, file.name, place[data], len(data))
                tensor.ClearField('raw_data')


def quantise(model):
    graph, used = model.graph, {}
    for node in graph.node:
        for name in node.input: used[name] = node
    for tensor in list(graph.initializer):
        array = numpy_helper.to_array(tensor)
        if array.dtype != np.float32 or array.size < SMALLEST or used[tensor.name].op_type not in ('MatMul', 'Gemm', 'Conv'): continue
        outputs = 0 if used[tensor.name].op_type == 'Conv' else array.ndim - 1
        scale = np.abs(array).max(tuple(i for i in range(array.ndim) if i != outputs), keepdims=True) / 127 + 1e-12
        graph.initializer.remove(tensor)
        name = tensor.name
        graph.initializer.append(numpy_helper.from_array(np.round(array / scale).astype(np.int8), name + '.int8'))
        graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), name + '.scale'))
        graph.node.insert(0, helper.make_node('Mul', [name + '.float', name + '.scale'], [name]))
        graph.node.insert(0, helper.make_node('Cast', [name + '.int8'], [name + '.float'], to=TensorProto.FLOAT))


class Stream:
    """Runs an exported step window by window, as the app does."""
    def __init__(self, path, states):
        self.session = onnxruntime.InferenceSession(str(path), providers=['CPUExecutionProvider'])
        self.states = {name: tensor.numpy() for name, tensor in states.items()}

    def __call__(self, window):
        outputs = self.session.run(None, {'samples': window[None], **self.states})
        self.states = dict(zip(self.states, outputs[len(OUTPUTS):]))
        return outputs[0][0]


def windows(wave, step):
    """Overlapping windows of a padded wave: the last one starts inside it."""
    wave = np.pad(wave, (0, step.window))
    return [wave[i:i + step.window] for i in range(0, len(wave) - step.window, step.chunk * HOP)]


@torch.no_grad()
def check(model, step, path, wave):
    """Differences in logits: streaming step against the chunk-masked forward, and int8 file against float32 weights."""
    cut = windows(wave, step)
    padded = np.pad(wave, (0, step.window))[:len(cut) * step.chunk * HOP + step.window - step.chunk * HOP]

    def largest(precision):
        """Largest difference of step and masked forward in any output of both, and the step's logits."""
        model.to(precision)
        masked = model(torch.from_numpy(padded).to(precision)[None], step.chunk)
        states, streamed = [state.to(precision) for state in step.states().values()], []
        for window in cut:
            outputs = step(torch.from_numpy(window).to(precision)[None], *states)
            states = outputs[len(OUTPUTS):]
            streamed.append((outputs[0][0], outputs[1][0], outputs[2][0], outputs[3].transpose(0, 1)))
        streamed = [torch.cat(parts) for parts in zip(*streamed)]
        masked = [z[:len(cut) * step.chunk] for z in (*(z[0] for z in masked[:3]), torch.cat(masked[3]).transpose(0, 1))]
        return {name: float((a - b).abs().max()) for name, a, b in zip(OUTPUTS, streamed, masked)}, streamed[0]

    exact, _ = largest(torch.float64)
    single, streamed = largest(torch.float32)
    streamed, stream = streamed.numpy(), Stream(path, step.states())
    shipped = np.concatenate([stream(window) for window in cut])
    return {'frames': len(streamed), 'largest logit': float(np.abs(streamed).max()), 'stepAgainstMasked': single, 'stepAgainstMaskedInFloat64': exact,
            'int8AgainstFloat': float(np.abs(shipped - streamed).mean()), 'argmaxAgreement': float((shipped.argmax(-1) == streamed.argmax(-1)).mean())}


def golden(path, step, wave, out):
    cut, stream = windows(wave, step)[2:2 + GOLDEN_WINDOWS], Stream(path, step.states())
    logits = [stream(window) for window in cut]
    out.write_bytes(np.concatenate([np.ravel(a) for a in (*cut, *logits)]).astype('<f4').tobytes())


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--weights', type=Path), a.add_argument('--tiny', type=Path)
    a.add_argument('--speech', type=Path, required=True)
    a = a.parse_args()
    units = sentencepiece.SentencePieceProcessor(model_file=str(MODELS / ID / 'training' / 'units.model'))
    if a.tiny:
        torch.manual_seed(1)
        model, folder = Model(units.get_piece_size(), 40, width=64, heads=2, ffn=64).eval(), a.tiny
        for tap in model.taps: torch.nn.init.normal_(tap[1].weight, std=.1)       # training begins with none
    else: model, folder = load(a.weights, units), MODELS / ID
    folder.mkdir(parents=True, exist_ok=True)
    # a public-domain reader, from the manifest's LJSpeech part
    corpus = Corpus(a.speech / 'train.jsonl', leave_out=fit_split())
    clip = next(i for i, row in enumerate(corpus.rows) if row['source'] == 'ljspeech' and row['duration'] > 8)
    wave = corpus.samples(clip).astype(np.float32) / 32768

    pieces = ['<blank>'] + [units.id_to_piece(i) for i in range(1, units.get_piece_size())]
    expected = {} if a.tiny else {'prior': prior(model, Corpus(a.speech / 'train.jsonl', only=fit_split()), pieces, DEFAULT_CHUNK)}
    (folder / 'vocabulary.json').write_text(json.dumps({'blank': 0, 'pieces': pieces, **expected}, ensure_ascii=False) + '\n')
    exported = [export(model, chunk) for chunk in CHUNKS]
    share([graph for _, graph in exported], folder / WEIGHTS)
    names, steps = ['vocabulary.json', WEIGHTS], []
    for step, graph in exported:
        file, sample = folder / f'step{step.chunk}.onnx', folder / f'golden{step.chunk}.bin'
        onnx.save(graph, file)
        onnx.checker.check_model(file)
        print(file.name, file.stat().st_size, 'bytes', json.dumps(check(model, step, file, wave)), flush=True)
        golden(file, step, wave, sample)
        steps.append({'chunkFrames': step.chunk, 'chunkSamples': step.chunk * HOP, 'lookaheadSamples': step.window - step.chunk * HOP, 'graph': file.name, 'golden': sample.name})
        names += [file.name, sample.name]
    state = folder / 'training' / 'state.json'
    manifest = {
        'format': 'namesake-ctc/2', 'id': ID if not a.tiny else 'tiny', 'version': time.strftime('%Y-%m-%d'), 'sampleRate': RATE, 'frameSamples': HOP, 'blank': 0,
        'vocabulary': 'vocabulary.json', 'weights': WEIGHTS, 'steps': steps, 'defaultStep': DEFAULT_CHUNK, 'inputs': {'samples': 'samples'}, 'outputs': {name: name for name in OUTPUTS},
        'states': [{'input': name, 'output': 'new_' + name, 'shape': list(tensor.shape)} for name, tensor in step.states().items()],
        'golden': {'windows': GOLDEN_WINDOWS, 'tolerance': GOLDEN_TOLERANCE},
        'files': [{'name': name, 'bytes': (folder / name).stat().st_size, 'sha256': hashlib.sha256((folder / name).read_bytes()).hexdigest()} for name in names],
        'licence': 'MIT', 'notice': 'Starting weights: Moonshine-tiny encoder, MIT, Copyright (c) 2025 Useful Sensors, Inc.',
        'training': json.loads(state.read_text()) if state.exists() else None}
    (folder / 'manifest.json').write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + '\n')


if __name__ == '__main__':
    main()
