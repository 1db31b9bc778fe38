"""How near a message is to what its intent was trained on: the classifier alone is sure of much that it never saw.

And it may miss what it did see: "the weather tomorrow" in so many words, since "tomorrow" is mostly said by those who stop.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Dict, List, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.featurizer import SentenceEmbeddingFeaturizer

SAID_OUTRIGHT = 0.97  # cosine from which two messages are the same words, give or take a comma


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NearestExample(GraphComponent):
    """Adds `nearness` to the intent that was found: the cosine (-1 to 1) of its nearest training example.

    An example of another intent that says the same outright wins over the classifier.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """Our sentence embeddings; a classifier has to stand before it, too, but Rasa looks for that one's very class."""
        return [SentenceEmbeddingFeaturizer]

    def __init__(self, model_storage: ModelStorage, resource: Resource, examples: Dict[str, np.ndarray]) -> None:
        """`examples`: intent -> float32 of shape (examples, dimensions), rows of length 1."""
        self._model_storage = model_storage
        self._resource = resource
        self._examples = examples

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> NearestExample:
        """See the parent class."""
        return cls(model_storage, resource, {})

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the embeddings of the examples."""
        found: Dict[str, List[np.ndarray]] = defaultdict(list)
        for message in training_data.intent_examples:
            found[message.get(INTENT)].append(_vector(message))
        self._examples = {intent: np.stack(vectors) for intent, vectors in found.items()}
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(folder / "examples.npz", **self._examples)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NearestExample:
        """Read what `train` kept."""
        with model_storage.read_from(resource) as folder, np.load(folder / "examples.npz") as stored:
            return cls(model_storage, resource, {intent: stored[intent] for intent in stored.files})

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the nearness to the messages in place."""
        for message in (m for m in messages if m.get(TEXT) and self._examples):
            intent, vector = message.get(INTENT) or {}, _vector(message)
            near = {name: float((examples @ vector).max()) for name, examples in self._examples.items()}
            nearest = max(near, key=lambda name: near[name])
            if near[nearest] >= SAID_OUTRIGHT and near.get(intent.get("name"), 0.0) < SAID_OUTRIGHT:
                intent = {"name": nearest, "confidence": near[nearest]}
            found = round(near.get(intent.get("name"), 0.0), 3)
            message.set(INTENT, {**intent, "nearness": found}, add_to_output=True)
        return messages


def _vector(message: Message) -> np.ndarray:
    _, sentence = message.get_dense_features(TEXT)
    return np.asarray(sentence.features[0], dtype=np.float32)
