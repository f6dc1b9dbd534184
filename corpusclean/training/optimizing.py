"""Optimise a torch module: AdamW, a learning rate with warm-up and cosine decay, averaged weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

WARM_UP = 100
"""Number of steps in which the learning rate rises."""


def averaged_weights(
    model: Any,
    plan: Sequence[Sequence[int]],
    loss: Callable[[Sequence[int]], Any],
    rates: tuple[float, float, float],
) -> dict[str, Any]:
    """Fit a torch module, and average its weights over the last steps.

    Args:
        model: the module; its weights change.
        plan: the batch of each step, as an argument for `loss`.
        loss: function that computes the loss of a batch.
        rates: the highest learning rate, the weight decay, and a: the mean is over the last 1 / (1 - a) steps.

    Returns:
        Name → averaged weights, float64.
    """
    import numpy as np
    import torch

    rate, decay, average = rates
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=decay, betas=(0.9, 0.98))
    mean = {name: value.clone() for name, value in model.state_dict().items()}
    for step, batch in enumerate(plan):
        falling = 0.5 * (1 + np.cos(np.pi * step / len(plan))) + 0.01
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, step / WARM_UP) * falling
        optimizer.zero_grad()
        loss(batch).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        share = min(average, (step + 1) / (step + 11))
        for name, value in model.state_dict().items():
            mean[name].lerp_(value, 1 - share)
    return {name: value.double().numpy() for name, value in mean.items()}
