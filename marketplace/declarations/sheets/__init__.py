"""The papers of a declaration as copy sheets in the office's own order: PDF, DOCX, data."""
