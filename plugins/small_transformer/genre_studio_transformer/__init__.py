"""A small Transformer over notes: the plugin that docs/writing-a-generator.md builds."""
