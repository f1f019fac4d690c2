"""Muon for the matrices of the transformer layers, AdamW for everything else, in one optimiser.

Muon (Jordan et al. 2024): the momentum of a matrix is replaced by the nearest orthogonal matrix, found by five Newton-Schulz
iterations. Scaled by .2·sqrt(longer side) as in Moonlight (arXiv 2502.16982), so that learning rates mean the same for both. Where several
processes train together, each orthogonalises its share of the matrices: on a CPU that takes a third of an update of 60 s.
"""
import torch, torch.distributed as dist
from precision import fastest

MOMENTUM, BETAS, EPSILON, DECAY = .95, (.9, .98), 1e-8, .01


def orthogonal(g):
    """The nearest (semi-)orthogonal matrices to g [matrices, rows, columns], roughly: singular values end between 0.7 and 1.2."""
    x = g.to(fastest(g.device.type))
    tall = x.shape[1] > x.shape[2]
    if tall: x = x.mT
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(5):
        a = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(a, a, a, beta=-4.7750, alpha=2.0315), x, beta=3.4445)
    return (x.mT if tall else x).to(g.dtype)


class MuonAdamW(torch.optim.Optimizer):
    def __init__(self, groups):
        """groups: [{'params', 'lr', 'muon': bool}]"""
        super().__init__(groups, {'muon': False})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            torch._foreach_mul_(group['params'], 1 - group['lr'] * DECAY)
            updates = (self.orthogonal_updates if group['muon'] else self.adam_updates)(group['params'])
            torch._foreach_add_(group['params'], updates, alpha=-group['lr'])

    def orthogonal_updates(self, matrices):
        rank, ranks = (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
        together = torch.zeros(sum(p.numel() for p in matrices), device=matrices[0].device)
        updates = [part.view_as(p) for part, p in zip(together.split([p.numel() for p in matrices]), matrices)]
        for p in matrices:
            if 'momentum' not in self.state[p]: self.state[p]['momentum'] = torch.zeros_like(p)
        momenta = [self.state[p]['momentum'] for p in matrices]
        gradients = [p.grad for p in matrices]
        torch._foreach_lerp_(momenta, gradients, 1 - MOMENTUM)
        ahead, alike = torch._foreach_lerp(gradients, momenta, MOMENTUM), {}
        for i in range(rank, len(matrices), ranks): alike.setdefault(matrices[i].shape, []).append(i)
        for shape, places in alike.items():         # those of one shape at once
            for i, found in zip(places, orthogonal(torch.stack([ahead[i] for i in places])) * .2 * max(shape) ** .5): updates[i].copy_(found)
        if ranks > 1: dist.all_reduce(together)
        return updates

    def adam_updates(self, parameters):
        states = [self.state[p] for p in parameters]
        for p, state in zip(parameters, states):
            state['t'] = state.get('t', 0) + 1
            if 'm' not in state: state.update(m=torch.zeros_like(p), v=torch.zeros_like(p))
        t, (m, v) = states[0]['t'], ([state[moment] for state in states] for moment in 'mv')
        gradients = [p.grad for p in parameters]
        torch._foreach_lerp_(m, gradients, 1 - BETAS[0])
        torch._foreach_lerp_(v, torch._foreach_mul(gradients, gradients), 1 - BETAS[1])
        spread = torch._foreach_sqrt(torch._foreach_div(v, 1 - BETAS[1] ** t))
        torch._foreach_add_(spread, EPSILON)
        return torch._foreach_div(torch._foreach_div(m, 1 - BETAS[0] ** t), spread)
