"""Files that people send as pictures: which are taken, and how they are cleaned, without a pixel being decoded."""
