"""The type that a machine multiplies fastest: bfloat16 on a GPU and on a CPU with instructions for it. A CPU without them takes some ten times as
long for it as for float32."""
import torch


def fastest(device):
    return torch.bfloat16 if device == 'cuda' or torch.cpu._is_avx512_bf16_supported() else torch.float32


def autocast(device):
    """A context in which matrix products are computed in that type."""
    return torch.autocast(device, torch.bfloat16, enabled=fastest(device) is torch.bfloat16)
