"""Read input documents: single files (`files`), and one module for each format of files that hold many (`documents`)."""
