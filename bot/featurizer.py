"""The guide's own sentence embeddings as features for Rasa's classifiers."""

from __future__ import annotations

from typing import Any, Dict, List, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from retrieval.encoder import SentenceEncoder, plain_encoder

BATCH = 256


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbeddingFeaturizer(DenseFeaturizer, GraphComponent):
    """One vector for the whole message, from the encoder that also searches the passages (untuned).

    Rasa wants a sequence feature beside it; the sentence's vector stands for that too, since nothing here reads words.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """Rasa's featurizers come after a tokenizer."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`model`: a folder or name for another encoder than the default."""
        return {**DenseFeaturizer.get_default_config(), "model": None}

    def __init__(self, config: Dict[str, Any], name: str) -> None:
        """The encoder itself is loaded with the first message."""
        super().__init__(name, config)
        # Untuned: tuned for passages, it would pull intents together.
        self._encoder = SentenceEncoder(config["model"], tuned=False) if config["model"] else plain_encoder()

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SentenceEmbeddingFeaturizer:
        """See the parent class."""
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Any folder or name is tried when first used."""

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the features to the messages in place."""
        said = [message for message in messages if message.get(TEXT)]
        for start in range(0, len(said), BATCH):
            batch = said[start : start + BATCH]
            for message, vector in zip(batch, self._encoder.encode([m.get(TEXT) for m in batch])):
                for kind in (FEATURE_TYPE_SEQUENCE, FEATURE_TYPE_SENTENCE):
                    message.add_features(Features(vector[None, :], kind, TEXT, self._config[FEATURIZER_CLASS_ALIAS]))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to the training examples in place."""
        self.process(training_data.training_examples)
        return training_data
