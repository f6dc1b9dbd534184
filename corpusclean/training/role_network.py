"""Keep the network that tells roles of a model of lines, beside newly fitted networks that detect boilerplate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


def with_roles_of(
    fitted: Mapping[str, NDArray[Any]], other: Mapping[str, NDArray[Any]]
) -> dict[str, NDArray[Any]]:
    """Join the networks of one model and the last one of another, which tells roles.

    The vocabulary is that of both; a word that a network does not know has a vector of zeros there. Words of the other model
    that its last network does not know are left out.

    Args:
        fitted: the arrays of a model file without a network for roles, from `fit_network`.
        other: the arrays of a model file with one.

    Returns:
        The arrays of a model file.
    """
    import numpy as np

    members, last = len(fitted["vector_steps"]), len(other["vector_steps"]) - 1
    width = fitted["vectors"].shape[1] // members
    vectors = other["vectors"][:, -width:]
    known = vectors.any(axis=1)
    vocabulary = np.union1d(fitted["vocabulary"], other["vocabulary"][known])
    parts = [(fitted["vocabulary"], fitted["vectors"]), (other["vocabulary"][known], vectors[known])]
    own = {name: values for name, values in fitted.items() if name[0].isdigit()}
    roles = {
        f"{members}-{name.partition('-')[2]}": values
        for name, values in other.items()
        if name.startswith(f"{last}-")
    }
    return {
        **own,
        **roles,
        "vocabulary": vocabulary,
        "vectors": np.concatenate([_spread(*part, vocabulary) for part in parts], axis=1),
        "vector_steps": np.append(fitted["vector_steps"], other["vector_steps"][-1:]),
    }


def _spread(words: NDArray[Any], vectors: NDArray[Any], vocabulary: NDArray[Any]) -> NDArray[Any]:
    """Return the vectors of a larger vocabulary, zeros for the words without one."""
    import numpy as np

    spread = np.zeros((len(vocabulary), vectors.shape[1]), vectors.dtype)
    spread[np.searchsorted(vocabulary, words)] = vectors
    return spread
