"""Copy sheets 填报对照稿: field tables in the office's order, and the files made of them."""
