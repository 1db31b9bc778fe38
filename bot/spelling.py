"""First of the pipeline: what is understood of a message is its one spelling; what is stored stays as it was typed."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from retrieval.door import folded


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class OneSpelling(GraphComponent):
    """Folds the text that tokenizer and featurizers read."""

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> OneSpelling:
        """See the parent class."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Fold the texts in place. An event keeps the text of the message that came, not this one."""
        for message in messages:
            if message.get(TEXT):
                message.set(TEXT, folded(message.get(TEXT)))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Fold the training examples in place."""
        self.process(training_data.training_examples)
        return training_data
