# The types of the fields in boxes.py, for the compiled loops.

cdef class Box:
    cdef public object element
    cdef public str tag, names
    cdef public Box parent
    cdef public Py_ssize_t place, start, depth, character_count, link_length, block_count, paragraph_count
    cdef public bint is_hidden, in_heading


cdef class Block:
    cdef public str text
    cdef public Box box
    cdef public Py_ssize_t place, link_count, link_length, strong_length, breaks
    cdef public tuple images
