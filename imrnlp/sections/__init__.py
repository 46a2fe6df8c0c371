"""sections: the layout of a letter and the parts it consists of."""
