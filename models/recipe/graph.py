"""Runs an ONNX graph with PyTorch, so that it runs on a GPU as well: the operators that Kokoro's graph has, one sentence at a time.

    speak = Graph(onnx.load('model.onnx').graph, 'cuda')
    wave, = speak.run(input_ids=…, style=…, speed=…)           # tensors; what the graph puts out

Integers (shapes, indices) stay on the CPU, so that nobody waits for the GPU to learn a shape. What is quantised is computed in float32:
DynamicQuantizeLinear passes its input on with a scale of 1 and a zero point of 0, and the integer products after it take the zero point off
their weights. What depends on constants alone is computed once; what no output depends on is dropped.
"""
import numpy as np, torch, torch.nn.functional as F
from onnx import helper, numpy_helper

TYPES = {1: torch.float32, 6: torch.int32, 7: torch.int64, 9: torch.bool}


class Graph:
    def __init__(self, graph, device='cpu'):
        """graph: an onnx.GraphProto; ValueError at an operator that is not known here."""
        self.device, self.outputs = device, [output.name for output in graph.output]
        self.values = {'': None, **{tensor.name: self.placed(numpy_helper.to_array(tensor)) for tensor in graph.initializer}}
        needed, nodes = set(self.outputs), []
        for node in reversed(graph.node):
            if needed.isdisjoint(node.output): continue
            nodes.append(node)
            needed.update(node.input)
        self.steps = []
        for node in reversed(nodes):
            if not hasattr(self, node.op_type): raise ValueError(f'{node.op_type} ({node.output[0]}): an operator that graph.py does not know')
            attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
            step = getattr(self, node.op_type)({**attributes, 'inputs': node.input})
            if node.op_type == 'DynamicQuantizeLinear': self.keep(self.values, node.output[1:], (torch.tensor(1.), torch.tensor(0.)))
            elif all(name in self.values for name in node.input): self.keep(self.values, node.output, step(*(self.values[name] for name in node.input)))
            if not all(name in self.values for name in node.output): self.steps.append((step, list(node.input), list(node.output)))

    @torch.inference_mode()
    def run(self, **given):
        values = {**self.values, **given}
        for step, inputs, outputs in self.steps: self.keep(values, outputs, step(*[values[name] for name in inputs]))
        return [values[name] for name in self.outputs]

    def after(self, output, change):
        """What makes the value of this name has `change` applied to it."""
        at = next((i for i, (_, _, outputs) in enumerate(self.steps) if outputs == [output]), None)
        if at is None: raise ValueError(f'{output}: nothing in the graph gives this alone')
        step, inputs, outputs = self.steps[at]
        self.steps[at] = (lambda *x: change(step(*x))), inputs, outputs

    def placed(self, array):
        tensor = torch.from_numpy(array.astype(np.float32) if array.dtype in (np.int8, np.uint8) else array.copy())
        return tensor.to(self.device) if tensor.is_floating_point() and tensor.ndim else tensor

    @staticmethod
    def keep(values, names, made):
        for name, value in zip(names, made if isinstance(made, (tuple, list)) else (made,)):
            if name: values[name] = value

    def near(self, *tensors):
        """All on one device; scalars may stay on the CPU."""
        if self.device == 'cpu' or len({t.device for t in tensors}) == 1: return tensors
        return [t if t.is_cuda or not t.ndim else t.to(self.device) for t in tensors]

    def DynamicQuantizeLSTM(self, a):
        """Both directions, begun with zeros. ONNX orders the gates i, o, f, c, PyTorch i, f, c, o."""
        names, hidden = a['inputs'], a['hidden_size']
        w, r, b = (self.values[name] for name in names[1:4])
        ws, wz, rs, rz = (self.values[name].to(self.device) for name in names[8:12])

        def reordered(x): return torch.cat([x.split(hidden)[gate] for gate in (0, 2, 3, 1)])
        def matrix(q, scale, zero):
            scale, zero = (v.reshape(2, 1, -1) if v.ndim else v for v in (scale, zero))
            return [reordered(m) for m in ((q - zero) * scale).transpose(1, 2)]

        parts = [(wide, deep, *map(reordered, biases.split(4 * hidden))) for wide, deep, biases in zip(matrix(w, ws, wz), matrix(r, rs, rz), b)]
        module = torch.nn.LSTM(parts[0][0].shape[1], hidden, bidirectional=True).to(self.device)
        with torch.no_grad():
            for p, value in zip(module.parameters(), [value for part in parts for value in part]): p.copy_(value)
        return lambda x, *_: module(x)[0].unflatten(2, (2, hidden)).transpose(1, 2)         # [time, directions, batch, hidden]

    def both(f): return lambda self, _: lambda a, b: f(*self.near(a, b))
    def one(f): return lambda self, _: f

    Add, Sub, Mul, MatMul, Pow = both(torch.add), both(torch.sub), both(torch.mul), both(torch.matmul), both(torch.pow)
    Greater, GreaterOrEqual, Less, Equal, And = both(torch.gt), both(torch.ge), both(torch.lt), both(torch.eq), both(torch.logical_and)
    Sin, Cos, Exp, Tanh, Sqrt, Sigmoid = one(torch.sin), one(torch.cos), one(torch.exp), one(torch.tanh), one(torch.sqrt), one(torch.sigmoid)
    Floor, Round, Shape, NonZero = one(torch.floor), one(torch.round), one(lambda x: torch.tensor(x.shape)), one(lambda x: x.nonzero().T)
    Atan = one(lambda x: torch.atan(x.nan_to_num(0.)))              # 0 / 0 where nothing is voiced
    Div = both(lambda a, b: a / b if a.is_floating_point() or b.is_floating_point() else torch.div(a, b, rounding_mode='trunc'))
    Squeeze = one(lambda x, axes: x.squeeze(tuple(axes.tolist())))
    Reshape = one(lambda x, shape: x.reshape([x.shape[i] if n == 0 else n for i, n in enumerate(shape.tolist())]))
    Expand = one(lambda x, shape: x.expand(torch.broadcast_shapes(x.shape, shape.tolist())))
    CumSum = one(lambda x, axis: x.cumsum(int(axis)))
    Range = one(lambda start, end, step: torch.arange(start.item(), end.item(), step.item()))
    Clip = one(lambda x, low=None, high=None: x.clamp(None if low is None else low.item(), None if high is None else high.item()))
    DequantizeLinear = one(lambda x, scale, zero: (x - zero) * scale)
    DynamicQuantizeLinear = one(lambda x: x)
    FastGelu = one(lambda x, bias: F.gelu(x + bias, approximate='tanh'))

    def Where(self, _): return lambda which, a, b: torch.where(*self.near(which, a, b))
    def Concat(self, a): return lambda *x: torch.cat(self.near(*x), a['axis'])
    def Transpose(self, a): return lambda x: x.permute(a['perm'])
    def Split(self, a): return lambda x, sizes: x.split(sizes.tolist(), a['axis'])
    def Softmax(self, a): return lambda x: x.softmax(a['axis'])
    def LeakyRelu(self, a): return lambda x: F.leaky_relu(x, a['alpha'])
    def ReduceMean(self, a): return lambda x, axes: x.mean(tuple(axes.tolist()), bool(a['keepdims']))
    def ReduceSum(self, a): return lambda x, axes: x.sum(tuple(axes.tolist()), bool(a['keepdims']))
    def LayerNormalization(self, a): return lambda x, gain, offset: F.layer_norm(x, x.shape[-1:], gain, offset, a['epsilon'])
    def SkipLayerNormalization(self, a):
        return lambda x, skip, gain, offset, bias=None: F.layer_norm(x + skip + (0 if bias is None else bias), x.shape[-1:], gain, offset, a['epsilon'])
    def FusedMatMul(self, a):
        return lambda x, y: torch.matmul(*self.near(x.mT if a['transA'] else x, y.mT if a['transB'] else y)) * a['alpha']

    def Conv(self, a): return lambda x, w, b=None: F.conv1d(x, w, b, a['strides'], a['pads'][0], a['dilations'], a['group'])
    def ConvTranspose(self, a): return lambda x, w, b=None: F.conv_transpose1d(x, w, b, a['strides'], a['pads'][0], a.get('output_padding', 0), a['group'])

    def MatMulInteger(self, _):
        ready = {}

        def product(x, w, x_zero, w_zero):
            if id(w) not in ready: ready[id(w)] = w - w_zero.to(w.device)
            return torch.matmul(*self.near(x, ready[id(w)]))
        return product

    def Cast(self, a):
        to = TYPES[a['to']]
        return lambda x: x.to(to).cpu() if to in (torch.int32, torch.int64) else x.to(to)

    def Unsqueeze(self, _):
        def unsqueeze(x, axes):
            for axis in sorted(axes.tolist()): x = x.unsqueeze(axis)
            return x
        return unsqueeze

    def Gather(self, a):
        axis = a['axis']

        def gather(x, at):
            if not at.ndim: return x.select(axis, int(at))
            return x.index_select(axis, at.flatten().to(x.device)).reshape(*x.shape[:axis], *at.shape, *x.shape[axis + 1:])
        return gather

    def Slice(self, _):
        def part(x, starts, ends, axes=None, steps=None):
            if steps is not None and set(steps.tolist()) != {1}: raise ValueError(f'Slice: steps of {steps.tolist()}, expected 1')
            for start, end, axis in zip(starts.tolist(), ends.tolist(), range(len(starts)) if axes is None else axes.tolist()):
                n = x.shape[axis]
                start, end = (min(n, at + n if at < 0 else at) for at in (start, end))
                x = x.narrow(axis, start, max(0, end - start))
            return x
        return part

    def ConstantOfShape(self, a):
        value = torch.from_numpy(numpy_helper.to_array(a['value']).copy())
        return lambda shape: value.expand(shape.tolist())

    def Pad(self, a):
        def pad(x, pads, *_):                        # [before each axis, after each axis]: of the last one alone
            return F.pad(x.reshape(-1, x.shape[-1]), (pads[x.ndim - 1].item(), pads[-1].item()), a['mode'].decode()).reshape(*x.shape[:-1], -1)
        return pad

    def Resize(self, a):
        def resize(x, roi, scales):
            scale = scales[-1].item()
            if a['mode'] == b'nearest': return x.repeat_interleave(round(scale), -1)
            return F.interpolate(x, scale_factor=scale, mode='linear', align_corners=False, recompute_scale_factor=False)
        return resize

    def STFT(self, _):
        def stft(x, step, window, length):
            z = torch.stft(x.flatten(1), int(length), int(step), window=window, center=False, return_complex=True)
            return torch.view_as_real(z.transpose(1, 2))
        return stft

    def ScatterND(self, _):
        def scatter(x, at, updates):
            x = x.clone()
            x[tuple(at.to(x.device).unbind(-1))] = updates.to(x.device)
            return x
        return scatter
