"""What the guide knows: content as YAML, its types, and pure functions over it. Imports none of our other packages."""
