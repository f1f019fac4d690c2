"""Exports the streaming step to ONNX with weight-only int8, with everything that lies beside it.

    python export.py --weights ../streaming-en/training/weights.pt --speech ../../../shared/speech
    python export.py --tiny ../../e2e/models/tiny --speech ...     a model of the same graph with random weights, for the browser tests

Matrices are stored as int8 with one scale per output channel and become float32 in the graph (Cast, Mul), which onnxruntime folds once at load:
the download is a quarter, the arithmetic stays float32, and one file serves WASM and WebGPU. No LogSoftmax in the graph: WebGPU has no kernel
for it. The golden file holds windows of speech and the logits that onnxruntime's CPU provider gives for the very file that ships.
"""
import argparse, hashlib, json, time
from pathlib import Path
import numpy as np, onnx, onnxruntime, sentencepiece, torch, torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from data import MODELS, Corpus, fit_split, pronunciations
from evaluate import load
from model import HOP, LAYERS, RATE, Model, Step

ID, CHUNKS, OPSET = 'streaming-en', (16,), 17
SMALLEST = 2048                 # weights with fewer numbers stay float32: biases, norms, the constants of the graph
GOLDEN_WINDOWS, GOLDEN_TOLERANCE = 3, .02
OUTPUTS = ('logits', 'middle', 'phones')


def export(model, chunk, path):
    step = Step(model, chunk).eval()
    states = step.states()
    torch.onnx.export(step, (torch.zeros(1, step.window), *states.values()), str(path), input_names=['samples', *states],
                      output_names=[*OUTPUTS, *('new_' + name for name in states)], opset_version=OPSET, dynamo=False)
    graph = onnx.load(path)
    quantise(graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, path)
    return step


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
    masked = model(torch.from_numpy(padded)[None], step.chunk)[0][0].numpy()
    states, streamed = list(step.states().values()), []
    for window in cut:
        logits, _, _, *states = step(torch.from_numpy(window)[None], *states)
        streamed.append(logits[0].numpy())
    streamed, stream = np.concatenate(streamed), Stream(path, step.states())
    shipped = np.concatenate([stream(window) for window in cut])
    difference = np.abs(streamed - masked)
    return {'frames': len(streamed), 'stepAgainstMasked': {'max': float(difference.max()), 'mean': float(difference.mean()), 'largest logit': float(np.abs(masked).max())},
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
        model, folder = Model(units.get_piece_size(), 40, width=64, heads=2, ffn=64, layers=LAYERS).eval(), a.tiny
    else: model, folder = load(a.weights, units), MODELS / ID
    folder.mkdir(parents=True, exist_ok=True)
    # a public-domain reader, from the manifest's LJSpeech part
    corpus = Corpus(a.speech / 'train.jsonl', leave_out=fit_split())
    clip = next(i for i, row in enumerate(corpus.rows) if row['source'] == 'ljspeech' and row['duration'] > 8)
    wave = corpus.samples(clip).astype(np.float32) / 32768

    pieces = ['<blank>'] + [units.id_to_piece(i) for i in range(1, units.get_piece_size())]
    (folder / 'vocabulary.json').write_text(json.dumps({'blank': 0, 'pieces': pieces}, ensure_ascii=False) + '\n')
    names, steps = ['vocabulary.json'], []
    for chunk in CHUNKS:
        graph, sample = f'step{chunk}.onnx', f'golden{chunk}.bin'
        step = export(model, chunk, folder / graph)
        print(graph, (folder / graph).stat().st_size, 'bytes', check(model, step, folder / graph, wave))
        golden(folder / graph, step, wave, folder / sample)
        steps.append({'chunkFrames': chunk, 'chunkSamples': chunk * HOP, 'lookaheadSamples': step.window - chunk * HOP, 'graph': graph, 'golden': sample})
        names += [graph, sample]
    state = folder / 'training' / 'state.json'
    manifest = {
        'format': 'namesake-ctc/1', 'id': ID if not a.tiny else 'tiny', 'version': time.strftime('%Y-%m-%d'), 'sampleRate': RATE, 'frameSamples': HOP, 'blank': 0,
        'vocabulary': 'vocabulary.json', 'steps': steps, 'defaultStep': 16, 'inputs': {'samples': 'samples'}, 'outputs': {name: name for name in OUTPUTS},
        'states': [{'input': name, 'output': 'new_' + name, 'shape': list(tensor.shape)} for name, tensor in step.states().items()],
        'golden': {'windows': GOLDEN_WINDOWS, 'tolerance': GOLDEN_TOLERANCE},
        'files': [{'name': name, 'bytes': (folder / name).stat().st_size, 'sha256': hashlib.sha256((folder / name).read_bytes()).hexdigest()} for name in names],
        'licence': 'MIT', 'notice': 'Starting weights: Moonshine-tiny encoder, MIT, Copyright (c) 2025 Useful Sensors, Inc.',
        'training': json.loads(state.read_text()) if state.exists() else None}
    (folder / 'manifest.json').write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + '\n')


if __name__ == '__main__':
    main()
