"""The starting weights: the encoder of Moonshine-tiny (MIT, Useful Sensors 2025), read from the int8 ONNX file in the npm package.

    python moonshine.py            fetches the package into the ignored cache and checks it
"""
import tarfile
import numpy as np, onnx
from onnx import numpy_helper
from npm_archive import CACHE, npm_archive

PACKAGE, VERSION = '@moonshine-ai/moonshine-js', '0.1.29'
SHA512 = 'Gx1B3mJcbM68ihSy/LyJEuEkGq7sYMqTb04zNdcIeidU0URVlSmXP0GyiQOTTAqDZQXlIC7k+bky+FdXk0UPlg=='
ENCODER = 'package/dist/model/tiny/quantized/encoder_model.onnx'
# The MatMul weights of the ONNX file have only numbers: per layer q, k, v from here; o, fc1, fc2 are 44, 45, 46 further on.
FIRST_MATMUL = (1493, 1540, 1587, 1634, 1681, 1728)


def encoder_file():
    path = CACHE / f'moonshine-{VERSION}' / ENCODER
    if not path.exists():
        with tarfile.open(npm_archive(PACKAGE, VERSION, SHA512)) as archive:
            archive.extractall(CACHE / f'moonshine-{VERSION}', filter='data')
    return path


def encoder_weights():
    """The encoder's parameters by our names (model.py), float32 arrays.

    Quantised convolutions are q·scale + zero point (a float there); quantised matrices are (q - zero point)·scale, stored [in, out].
    """
    stored = {t.name: numpy_helper.to_array(t) for t in onnx.load(encoder_file()).graph.initializer}

    def read(name):
        if name in stored: return stored[name]
        q, scale, zero = (stored[name + suffix] for suffix in ('_quantized', '_scale', '_zero_point'))
        q = q.astype(np.float32)
        return q * scale + zero if name.startswith('conv') else (q - zero.astype(np.float32)) * scale

    weights = {'stem.conv1.weight': read('conv1.weight'),
               'stem.norm.gain': read('onnx::Mul_1488').reshape(-1), 'stem.norm.offset': read('onnx::Add_1489').reshape(-1),
               'stem.conv2.weight': read('conv2.weight'), 'stem.conv2.bias': read('conv2.bias'),
               'stem.conv3.weight': read('conv3.weight'), 'stem.conv3.bias': read('conv3.bias'),
               'norm.weight': read('layer_norm.weight')}
    for i, first in enumerate(FIRST_MATMUL):
        for ours, number in zip(('q', 'k', 'v', 'o', 'up', 'down'), (first, first + 1, first + 2, first + 44, first + 45, first + 46)):
            weights[f'layers.{i}.{ours}.weight'] = read(f'onnx::MatMul_{number}').T
        for ours, theirs in (('up.bias', 'mlp.fc1.bias'), ('down.bias', 'mlp.fc2.bias'),
                             ('norm1.weight', 'input_layernorm.weight'), ('norm2.weight', 'post_attention_layernorm.weight')):
            weights[f'layers.{i}.{ours}'] = read(f'layers.{i}.{theirs}')
    return {name: np.ascontiguousarray(array, dtype=np.float32) for name, array in weights.items()}


if __name__ == '__main__':
    print(encoder_file())
