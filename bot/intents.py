"""What a message means: its meaning, its letters and words, and how near it is to what each intent was trained on.

A classifier alone is sure of much that it never saw, and may miss what it did see: "the weather tomorrow" in so many words,
since "tomorrow" is mostly said by those who stop. So nearness counts in the choice, and goes along with the intent for the
actions to judge by. docs/measurements.md has what was tried.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional, Type

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.featurizer import SentenceEmbeddingFeaturizer

SAID_OUTRIGHT = 0.97  # cosine from which two messages are the same words, give or take a comma
RANKED = 3  # intents that are kept with a message, which is read again in every later turn


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MeaningAndLetters(IntentClassifier, GraphComponent):
    """Logistic regression over the sentence's embedding and its letters and words, weighed with the nearest example.

    Adds `nearness` to the intent that is found: the cosine (-1 to 1) of its nearest training example. An example of another
    intent that says the same outright wins.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """Our sentence embeddings."""
        return [SentenceEmbeddingFeaturizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Weights of the parts, chosen by cross-validation on the training examples."""
        return {"meaning": 3.0, "letters": 2.0, "words": 1.0, "nearness": 6.0, "C": 10.0}

    def __init__(
        self, config: Dict[str, Any], storage: ModelStorage, resource: Resource, model: Optional[Dict[str, Any]]
    ) -> None:
        """`model`: the two vectorizers; the regression's weights (float32, features x intents) and intercepts; the examples'
        vectors (float32, rows of length 1) in order of their intents; the intents' names, sorted, and the first row of each.
        """
        self._config, self._storage, self._resource, self._model = config, storage, resource, model

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> MeaningAndLetters:
        """See the parent class."""
        return cls(config, model_storage, resource, None)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the parts on the examples and keep them."""
        examples = training_data.intent_examples
        texts, intents = [plain(m.get(TEXT)) for m in examples], [m.get(INTENT) for m in examples]
        by_intent = np.argsort(intents, kind="stable")
        names, first_rows = np.unique(np.array(intents)[by_intent], return_index=True)
        vectors = np.stack([_vector(m) for m in examples])
        parts = {
            "letters": TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True).fit(texts),
            "words": TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+").fit(texts),
        }
        features = sparse.hstack(
            [sparse.csr_matrix(vectors) * self._config["meaning"]]
            + [vectorizer.transform(texts) * self._config[part] for part, vectorizer in parts.items()]
        )
        regression = LogisticRegression(C=self._config["C"], max_iter=300, tol=1e-2)
        regression.fit(features.tocsr().astype(np.float32), intents)
        self._model = {
            **parts, "vectors": vectors[by_intent], "names": names, "first_rows": first_rows,
            "weights": np.ascontiguousarray(regression.coef_.T, dtype=np.float32), "intercepts": regression.intercept_,
        }  # fmt: skip
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / "intents.joblib", compress=3)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MeaningAndLetters:
        """Read what `train` kept."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, joblib.load(folder / "intents.joblib"))

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the intent, its nearness and the ranking to the messages in place."""
        for message in (m for m in messages if m.get(TEXT) and self._model is not None):
            ranking, near = self._ranked(message)
            nearest = max(near, key=lambda name: near[name])
            if near[nearest] >= SAID_OUTRIGHT and near[ranking[0]["name"]] < SAID_OUTRIGHT:
                ranking = [{"name": nearest, "confidence": near[nearest]}, *(r for r in ranking if r["name"] != nearest)]
            first = {**ranking[0], "nearness": round(near[ranking[0]["name"]], 3)}
            message.set(INTENT, first, add_to_output=True)
            message.set("intent_ranking", [first, *ranking[1:RANKED]], add_to_output=True)
        return messages

    def _ranked(self, message: Message) -> tuple[List[Dict[str, Any]], Dict[str, float]]:
        model, vector = self._model or {}, _vector(message)
        near = np.maximum.reduceat(model["vectors"] @ vector, model["first_rows"])
        weighed = self._decision(plain(message.get(TEXT)), vector) + self._config["nearness"] * near
        shares = np.exp(weighed - weighed.max())
        shares /= shares.sum()
        names = [str(name) for name in model["names"]]
        ranking = [{"name": names[i], "confidence": float(shares[i])} for i in np.argsort(-shares)]
        return ranking, dict(zip(names, near.tolist()))

    def _decision(self, text: str, vector: np.ndarray) -> np.ndarray:
        """What the regression makes of a text, one number for each intent: of the thousands of features only those it has."""
        model, weight = self._model or {}, self._config
        begins = len(vector)
        decision = model["intercepts"] + weight["meaning"] * (vector @ model["weights"][:begins])
        for part in ("letters", "words"):
            row = model[part].transform([text])
            decision = decision + weight[part] * (row.data @ model["weights"][begins + row.indices])
            begins += row.shape[1]
        return np.asarray(decision)


def plain(text: str) -> str:
    """Letters and words as people type them: lower case, no apostrophes, no marks but the question mark."""
    return re.sub(r"[.,;:!\"()]", " ", text.lower().replace("'", ""))


def _vector(message: Message) -> np.ndarray:
    _, sentence = message.get_dense_features(TEXT)
    return np.asarray(sentence.features[0], dtype=np.float32)
