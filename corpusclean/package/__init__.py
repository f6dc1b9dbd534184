"""The parts of a release: Parquet files, manifest, dataset cards, version numbers (`releases` joins them)."""
