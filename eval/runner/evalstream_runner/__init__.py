"""The runner of a shard: asks a model the items of a plan and streams what came of each."""
