"""Muon for the matrices of the transformer layers, AdamW for everything else, in one optimiser.

Muon (Jordan et al. 2024): the momentum of a matrix is replaced by the nearest orthogonal matrix, found by five Newton-Schulz
iterations. Scaled by .2·sqrt(longer side) as in Moonlight (arXiv 2502.16982), so that learning rates mean the same for both. Where several
processes train together, each orthogonalises its share of the matrices: on a CPU that takes a third of an update of 60 s.
"""
import torch, torch.distributed as dist

MOMENTUM, BETAS, EPSILON, DECAY = .95, (.9, .98), 1e-8, .01


def orthogonal(g):
    """The nearest (semi-)orthogonal matrix, roughly: singular values end between 0.7 and 1.2."""
    x = g.bfloat16()
    tall = x.shape[0] > x.shape[1]
    if tall: x = x.T
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        a = x @ x.T
        x = torch.addmm(x, torch.addmm(a, a, a, beta=-4.7750, alpha=2.0315), x, beta=3.4445)
    return (x.T if tall else x).to(g.dtype)


class MuonAdamW(torch.optim.Optimizer):
    def __init__(self, groups):
        """groups: [{'params', 'lr', 'muon': bool}]"""
        super().__init__(groups, {'muon': False})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group['params']: p.mul_(1 - group['lr'] * DECAY)
            updates = self.orthogonal_updates(group['params']) if group['muon'] else map(self.adam_update, group['params'])
            for p, update in zip(group['params'], updates): p.sub_(update, alpha=group['lr'])

    def orthogonal_updates(self, matrices):
        rank, ranks = (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
        together = torch.zeros(sum(p.numel() for p in matrices), device=matrices[0].device)
        updates = [part.view_as(p) for part, p in zip(together.split([p.numel() for p in matrices]), matrices)]
        for i, (p, update) in enumerate(zip(matrices, updates)):
            m = self.state[p].setdefault('momentum', torch.zeros_like(p))
            m.lerp_(p.grad, 1 - MOMENTUM)
            if i % ranks == rank: update.copy_(orthogonal(p.grad.lerp(m, MOMENTUM)) * .2 * max(p.shape) ** .5)
        if ranks > 1: dist.all_reduce(together)
        return updates

    def adam_update(self, p):
        state = self.state[p]
        t = state['t'] = state.get('t', 0) + 1
        m, v = state.setdefault('m', torch.zeros_like(p)), state.setdefault('v', torch.zeros_like(p))
        m.lerp_(p.grad, 1 - BETAS[0])
        v.lerp_(p.grad * p.grad, 1 - BETAS[1])
        return (m / (1 - BETAS[0] ** t)) / ((v / (1 - BETAS[1] ** t)).sqrt() + EPSILON)
