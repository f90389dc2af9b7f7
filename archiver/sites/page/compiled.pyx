# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The loops of ``head``, ``author_marks``, ``date_marks``, ``blocks``, ``features``, ``context`` and ``trees`` once more, compiled.

Each function does what the one of the same name does there, to the last column; the tests hold them against
each other. Installed where a C compiler was found; without it the plain ones do the same, slower
(docs/decisions/0019-compiled-loops.md).
"""

from cpython.object cimport PyObject
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc, PyMem_Realloc
from cpython.unicode cimport (
    PyUnicode_4BYTE_KIND,
    PyUnicode_DATA,
    PyUnicode_FromKindAndData,
    PyUnicode_KIND,
    PyUnicode_READ,
)
from libc.math cimport exp
from libc.stdint cimport uint32_t, uint64_t
from libc.string cimport memset, strcmp, strstr
from lxml.includes.etreepublic cimport (
    _Document,
    _Element,
    attributeValue,
    elementFactory,
    import_lxml__etree,
    pyunicode,
)
from lxml.includes.tree cimport (
    XML_CDATA_SECTION_NODE,
    XML_ELEMENT_NODE,
    XML_TEXT_NODE,
    xmlAttr,
    xmlNode,
)

import numpy as np

from archiver.sites.page import boxes
from archiver.sites.page.author_marks import HINTS, LINKED, MOST_ELEMENTS as _MOST_ELEMENTS, kind_of
from archiver.sites.page.blocks import BOXES, MOST_BLOCKS, MOST_BOXES, SKIPPED as SKIPPED_TAGS
from archiver.sites.page.boxes cimport Block, Box
from archiver.sites.page.boxes import LONGEST_NAMES, NAMING, hides, is_for_listeners, join_names, name_words
from archiver.sites.page.context import COMMENTS, ELSEWHERE, LINE_STARTS
from archiver.sites.page.date_marks import (
    DATED_ATTRIBUTES,
    MOST_ELEMENTS as _MOST_DATED,
    NAMED_ATTRIBUTES,
    is_dated,
)
from archiver.sites.page.features import (
    AROUND,
    AROUND_BIT,
    CJK_SIZE as _CJK_SIZE,
    COMMON,
    DATE,
    ENDS,
    FAR as _FAR,
    FURNITURE,
    HEADINGS,
    LEVELS as _LEVELS,
    MONTHS,
    NEIGHBOURS as _NEIGHBOURS,
    SAMPLE as _SAMPLE,
    SHORT_LINE as _SHORT_LINE,
    TAG_NUMBER,
    WORDS_SAMPLE as _WORDS_SAMPLE,
    read_told,
    text_words,
)
from archiver.sites.page.head import (
    META_NAMES,
    MOST_LINKS as _MOST_LINKS,
    PICKED,
    Picked,
    SHORTEST_ADDRESS as _SHORTEST_ADDRESS,
)
from archiver.sites.page.zones import NOWHERE as _NOWHERE, ZONE_COUNT as _ZONE_COUNT, find_zones

import_lxml__etree()
if boxes.__file__.endswith(".py"):
    raise ImportError("boxes.py is not compiled: its fields are not where they are looked for here")

cdef extern from "Python.h":
    bint Py_UNICODE_ISALNUM(Py_UCS4)
    bint Py_UNICODE_ISDECIMAL(Py_UCS4)
    bint Py_UNICODE_ISSPACE(Py_UCS4)
    Py_UCS4 Py_UNICODE_TOLOWER(Py_UCS4)

cdef double FAR = _FAR, CJK_SIZE = _CJK_SIZE, NOWHERE = _NOWHERE
cdef Py_ssize_t SAMPLE = _SAMPLE, WORDS_SAMPLE = _WORDS_SAMPLE, SHORT_LINE = _SHORT_LINE, LEVELS = _LEVELS, ZONE_COUNT = _ZONE_COUNT
cdef Py_ssize_t AROUND_COUNT = len(AROUND)
cdef frozenset _COMMON = COMMON, _ENDS = frozenset(ENDS), _HEADINGS = HEADINGS, _LINE_STARTS = LINE_STARTS
cdef dict _TAG_NUMBER = TAG_NUMBER, _AROUND_BIT = AROUND_BIT

# ---- picked elements ---------------------------------------------------------------------------------

cdef enum:
    TAG_PLACES = 256

cdef list _META_NAMES = [name.encode() for name in META_NAMES]
cdef Py_ssize_t MOST_LINKS = _MOST_LINKS, SHORTEST_ADDRESS = _SHORTEST_ADDRESS


cdef struct _List:
    # The list, if any, into which the elements of a name come.
    const unsigned char* name
    PyObject* elements


def pick_elements(_Element root, names=()):
    cdef dict elements = {tag: [] for tag in PICKED}
    cdef list metas = [], told = []
    # No address has the sign 0, which ends a text in C.
    cdef list written = [name.encode("utf-8", "surrogatepass") for name in names if "\0" not in name]
    cdef list links = elements["a"]
    cdef _List[TAG_PLACES] known
    cdef _List* its
    cdef xmlNode* node = root._c_node
    cdef Py_ssize_t link_count = 0
    memset(known, 0, sizeof(known))
    elements["abbr"], elements["meta"], elements["link"] = elements["time"], metas, told
    while node != NULL:
        if node.type == XML_ELEMENT_NODE:
            its = &known[(<size_t>node.name >> 3) % TAG_PLACES]
            if its.name != node.name:
                found = elements.get(pyunicode(node.name))
                its.name, its.elements = node.name, <PyObject*>found
            if its.elements == <PyObject*>links:
                link_count += 1
                if link_count <= MOST_LINKS and _is_near(node, written):
                    links.append(elementFactory(root._doc, node))
            elif its.elements == <PyObject*>metas:
                _take_meta(node, metas)
            elif its.elements == <PyObject*>told:
                _take_link(node, told)
            elif its.elements != <PyObject*>None:
                (<list>its.elements).append(elementFactory(root._doc, node))
        node = _next_node(root._c_node, node)
    del elements["meta"], elements["link"]
    return Picked(elements, metas, told)


cdef int _take_meta(xmlNode* node, list metas) except -1:
    content = _read_attribute(node, b"content")
    if content:
        for written in _META_NAMES:
            name = _read_attribute(node, <bytes>written)
            if name:
                metas.append((name, content))
    return 0


cdef int _take_link(xmlNode* node, list links) except -1:
    rel, address = _read_attribute(node, b"rel"), _read_attribute(node, b"href")
    if rel and address:
        links.append((rel, address))
    return 0


cdef xmlAttr* _find_attribute(xmlNode* node, const char* name):
    cdef xmlAttr* attribute = node.properties
    while attribute != NULL and strcmp(<const char*>attribute.name, name) != 0:
        attribute = attribute.next
    return attribute


cdef str _read_attribute(xmlNode* node, const char* name):
    cdef xmlAttr* attribute = _find_attribute(node, name)
    return None if attribute == NULL else _value(node, attribute)


cdef inline xmlNode* _next_node(xmlNode* top, xmlNode* node):
    """Give what follows a node in page order, within ``top``."""
    if node.type == XML_ELEMENT_NODE and node.children != NULL:
        return node.children
    while node != top and node.next == NULL:
        node = node.parent
    return NULL if node == top else node.next


cdef bint _is_near(xmlNode* link, list names) except -1:
    cdef xmlAttr* attribute = _find_attribute(link, b"href")
    cdef const unsigned char* address
    cdef Py_ssize_t size = 0, place = 0
    cdef bytes name, written
    if attribute == NULL:
        return False
    address = _plain_value(attribute)
    if address == NULL:
        written = attributeValue(link, attribute).encode()
        address = written
    if address[0] == 0 or address[0] == c"#":
        return False
    if address[0] == c"?":
        return True
    while address[place] != 0 and size <= SHORTEST_ADDRESS:
        size += (address[place] & 0xC0) != 0x80  # one for each sign of several bytes
        place += 1
    if size <= SHORTEST_ADDRESS:
        return True
    for name in names:
        if strstr(<const char*>address, name) != NULL:
            return True
    return False


# ---- marked elements ---------------------------------------------------------------------------------

cdef list _HINTS = [word.encode() for word in HINTS], _LINKED = [word.encode() for word in LINKED]
cdef list _AUTHOR = [b"author"]
cdef Py_ssize_t MOST_ELEMENTS = _MOST_ELEMENTS


def find_marked(_Element element):
    cdef list found = []
    cdef xmlNode* node = _next_node(element._c_node, element._c_node)
    cdef Py_ssize_t count = 0
    while node != NULL and count < MOST_ELEMENTS:
        if node.type == XML_ELEMENT_NODE:
            count += 1
            if node.properties != NULL and _may_be_marked(node):
                inner = elementFactory(element._doc, node)
                if kind_of(inner):
                    found.append(inner)
        node = _next_node(element._c_node, node)
    return found


cdef bint _may_be_marked(xmlNode* node):
    """Whether an attribute has a word without which ``kind_of`` says nothing."""
    cdef xmlAttr* attribute = node.properties
    cdef const char* name
    while attribute != NULL:
        name = <const char*>attribute.name
        if strcmp(name, b"class") == 0:
            if _may_have(attribute, _HINTS):
                return True
        elif strcmp(name, b"itemprop") == 0 or strcmp(name, b"rel") == 0:
            if _may_have(attribute, _AUTHOR):
                return True
        elif strcmp(name, b"href") == 0 and _may_have(attribute, _LINKED):
            return True
        attribute = attribute.next
    return False


cdef bint _may_have(xmlAttr* attribute, list words):
    """Whether one of some words stands in a value."""
    cdef const unsigned char* text = _plain_value(attribute)
    cdef bytes word
    if text == NULL:
        return attribute.children != NULL
    for word in words:
        if strstr(<const char*>text, word) != NULL:
            return True
    return False


# ---- dated elements ----------------------------------------------------------------------------------

cdef list _DATING = [name.encode() for name in (*DATED_ATTRIBUTES, *NAMED_ATTRIBUTES)]
cdef Py_ssize_t MOST_DATED = _MOST_DATED


def find_dated(_Element region):
    cdef list found = []
    cdef xmlNode* node = _next_node(region._c_node, region._c_node)
    while node != NULL and len(found) < MOST_DATED:
        if node.type == XML_ELEMENT_NODE and _may_be_dated(node):
            inner = elementFactory(region._doc, node)
            if is_dated(inner):
                found.append(inner)
        node = _next_node(region._c_node, node)
    return found


cdef bint _may_be_dated(xmlNode* node):
    """Whether an element has an attribute that ``is_dated`` looks at."""
    cdef xmlAttr* attribute = node.properties
    cdef bytes name
    while attribute != NULL:
        if attribute.name[0] in b"dip":  # with which all of them begin
            for name in _DATING:
                if strcmp(<const char*>attribute.name, name) == 0:
                    return True
        attribute = attribute.next
    return False


# ---- blocks ------------------------------------------------------------------------------------------

cdef enum Kind:
    OTHER, SKIPPED, BOX, BREAK, LINK, STRONG, IMAGE

cdef dict _KINDS = {
    **{tag: <int>SKIPPED for tag in SKIPPED_TAGS},
    **{tag: <int>BOX for tag in BOXES},
    "br": <int>BREAK, "a": <int>LINK, "b": <int>STRONG, "strong": <int>STRONG, "img": <int>IMAGE,
}

cdef enum AttributeKind:
    ANY, NAME, CLASS, STYLE, HIDDEN, ARIA_HIDDEN

cdef dict _ATTRIBUTE_KINDS = {
    **{name: <int>NAME for name in NAMING},
    "class": <int>CLASS, "style": <int>STYLE, "hidden": <int>HIDDEN, "aria-hidden": <int>ARIA_HIDDEN,
}


def cut_blocks(root):
    body = root.find("body")
    cdef _Cutter cutter = _Cutter()
    cutter.walk(root if body is None else body)
    while cutter.around:
        cutter.leave_box()
    return cutter.blocks, cutter.boxes


cdef struct _Inside:
    # What is known so far of a box that has not ended.
    Py_ssize_t character_count, link_length, block_count, paragraph_count
    bint is_hidden, in_heading, is_paragraph


cdef struct _Tag:
    # What the name of an element or an attribute means. The parser keeps each name once, so that its address
    # stands for it.
    const unsigned char* name
    int kind
    PyObject* text


cdef enum:
    NAMES_SIZE = 400

if NAMES_SIZE != LONGEST_NAMES:
    raise ImportError(f"there are {NAMES_SIZE} places for {LONGEST_NAMES} signs of names")


cdef class _Cutter:
    """Walks a tree once, along the parser's own pointers: elements that are no boxes are never made objects."""

    cdef list blocks, boxes, around, pieces, images, tags
    cdef _Document document
    cdef _Inside* inside
    cdef Py_ssize_t room
    cdef Py_ssize_t link_depth, strong_depth, link_length, strong_length, links, breaks
    cdef _Tag[TAG_PLACES] known, known_attributes
    cdef char[NAMES_SIZE] names

    def __cinit__(self):
        self.blocks, self.boxes, self.around, self.pieces, self.images, self.tags = [], [], [], [], [], []
        self.room = 64
        self.inside = <_Inside*>PyMem_Malloc(self.room * sizeof(_Inside))
        if self.inside == NULL:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self.inside)

    cdef int walk(self, _Element top) except -1:
        cdef xmlNode* node = top._c_node
        cdef xmlNode* following
        cdef bint is_entered
        self.document = top._doc
        while True:
            is_entered = self.enter(node)
            following = self.take_texts(node.children) if is_entered else NULL
            while following == NULL:
                if is_entered:
                    self.leave(node)
                if node == top._c_node:
                    return 0
                following = self.take_texts(node.next)
                if len(self.blocks) >= MOST_BLOCKS or len(self.boxes) >= MOST_BOXES:
                    return 0
                if following == NULL:
                    node = node.parent
                    is_entered = True
            node = following

    cdef xmlNode* take_texts(self, xmlNode* node) except? NULL:
        """Take the texts that stand from a node on, and give the element behind them."""
        cdef str text = None
        while node != NULL and node.type != XML_ELEMENT_NODE:
            if (node.type == XML_TEXT_NODE or node.type == XML_CDATA_SECTION_NODE) and node.content != NULL:
                if node.content[0] != 0:
                    piece = " " if _is_blank(node.content) else pyunicode(node.content)
                    text = piece if text is None else text + piece
            node = node.next
        if text is not None:
            self.take(text)
        return node

    cdef _Tag* look_up(self, const unsigned char* name) except NULL:
        cdef _Tag* its = &self.known[(<size_t>name >> 3) % TAG_PLACES]
        if its.name != name:
            tag = pyunicode(name)
            self.tags.append(tag)  # keeps it alive
            its.name, its.kind, its.text = name, _KINDS.get(tag, <int>OTHER), <PyObject*>tag
        return its

    cdef int kind_of(self, xmlAttr* attribute) except -1:
        """Give what an attribute says of its element."""
        cdef _Tag* its = &self.known_attributes[(<size_t>attribute.name >> 3) % TAG_PLACES]
        if its.name != attribute.name:
            its.name, its.kind = attribute.name, _ATTRIBUTE_KINDS.get(pyunicode(attribute.name), <int>ANY)
        return its.kind

    cdef bint enter(self, xmlNode* node) except -1:
        """Note where an element begins; whether what is in it is looked at."""
        cdef _Tag* its = self.look_up(node.name)
        cdef int kind = its.kind
        if kind == BOX:
            self.flush()
            self.breaks = 0
            self.enter_box(node, <str>its.text)
            return True
        if kind == SKIPPED or (node.properties != NULL and self.is_unseen(node)):
            return False
        if kind == BREAK:
            self.flush()
            self.breaks += 1
        elif kind == LINK:
            self.link_depth += 1
            self.links += 1
        elif kind == STRONG:
            self.strong_depth += 1
        elif kind == IMAGE:
            self.images.append(elementFactory(self.document, node))
        return True

    cdef int leave(self, xmlNode* node) except -1:
        cdef int kind = self.look_up(node.name).kind
        if kind == BOX:
            self.leave_box()
        elif kind == LINK:
            self.link_depth -= 1
        elif kind == STRONG:
            self.strong_depth -= 1
        return 0

    cdef int enter_box(self, xmlNode* node, str tag) except -1:
        cdef Py_ssize_t depth = len(self.around)
        cdef xmlAttr* attribute = node.properties
        cdef bint is_named = False
        cdef int kind
        cdef Box box
        cdef _Inside* larger
        cdef _Inside its
        if depth == self.room:
            larger = <_Inside*>PyMem_Realloc(self.inside, 2 * self.room * sizeof(_Inside))
            if larger == NULL:
                raise MemoryError
            self.inside, self.room = larger, 2 * self.room
        its.character_count = its.link_length = its.block_count = its.paragraph_count = 0
        its.is_hidden = depth > 0 and self.inside[depth - 1].is_hidden
        its.in_heading = (depth > 0 and self.inside[depth - 1].in_heading) or tag == "h1"
        its.is_paragraph = tag == "p"
        while attribute != NULL:
            kind = self.kind_of(attribute)
            if kind == NAME or kind == CLASS:
                is_named = True
            elif kind == STYLE:
                its.is_hidden = its.is_hidden or (
                    _may_hold(attribute, HIDING, 3) and hides(_value(node, attribute))
                )
            elif kind == HIDDEN:
                its.is_hidden = True
            elif kind == ARIA_HIDDEN:
                its.is_hidden = its.is_hidden or _value(node, attribute) == "true"
            attribute = attribute.next
        box = Box.__new__(Box)
        box.element = elementFactory(self.document, node)
        box.tag = tag
        box.parent = self.around[depth - 1] if depth else None
        box.place = len(self.boxes)
        box.start = len(self.blocks)
        box.depth = depth
        box.is_hidden = its.is_hidden
        box.in_heading = its.in_heading
        box.names = self.join_names(node, tag) if is_named else tag
        self.inside[depth] = its
        self.around.append(box)
        self.boxes.append(box)
        return 0

    cdef str join_names(self, xmlNode* node, str tag):
        """Give what ``join_names`` gives; names of ASCII, as most are, sign by sign."""
        cdef Py_ssize_t looked_at = 0, size = 0
        cdef xmlAttr* attribute = node.properties
        cdef int kind
        cdef bint is_plain = self.take_name(node.name, &looked_at, &size)
        while attribute != NULL and is_plain:
            kind = self.kind_of(attribute)
            if kind == NAME or kind == CLASS:
                is_plain = self.take_name(" ", &looked_at, &size)
                if attribute.children != NULL:
                    is_plain = is_plain and self.take_name(_plain_value(attribute), &looked_at, &size)
            attribute = attribute.next
        if is_plain:
            return self.names[:size].decode("ascii")
        names = [tag]
        attribute = node.properties
        while attribute != NULL:
            kind = self.kind_of(attribute)
            if kind == NAME or kind == CLASS:
                names.append(_value(node, attribute))
            attribute = attribute.next
        return join_names(names)

    cdef bint take_name(self, const unsigned char* name, Py_ssize_t* looked_at, Py_ssize_t* size):
        """Put the signs of a name that are no digits behind the others; whether all of them are ASCII."""
        if name == NULL:
            return False
        while name[0] != 0 and looked_at[0] < NAMES_SIZE:
            if name[0] >= 128:
                return False
            looked_at[0] += 1
            if not c"0" <= name[0] <= c"9":
                self.names[size[0]] = name[0]
                size[0] += 1
            name += 1
        return True

    cdef bint is_unseen(self, xmlNode* node) except -1:
        """Whether a piece of a line is not drawn."""
        cdef xmlAttr* attribute = node.properties
        cdef int kind
        while attribute != NULL:
            kind = self.kind_of(attribute)
            if kind == STYLE:
                if _may_hold(attribute, HIDING, 3) and hides(_value(node, attribute)):
                    return True
            elif kind == CLASS:
                if _may_hold(attribute, FOR_LISTENERS, 4) and is_for_listeners(_value(node, attribute)):
                    return True
            attribute = attribute.next
        return False

    cdef int leave_box(self) except -1:
        self.flush()
        self.breaks = 0
        cdef Box box = self.around.pop()
        cdef Py_ssize_t depth = len(self.around)
        cdef _Inside* its = &self.inside[depth]
        box.character_count = its.character_count
        box.link_length = its.link_length
        box.block_count = its.block_count
        box.paragraph_count = its.paragraph_count
        if depth:
            self.inside[depth - 1].character_count += its.character_count
            self.inside[depth - 1].link_length += its.link_length
            self.inside[depth - 1].block_count += its.block_count
            self.inside[depth - 1].paragraph_count += its.paragraph_count
        return 0

    cdef int take(self, str text) except -1:
        cdef Py_ssize_t length
        self.pieces.append(text)
        if self.link_depth or self.strong_depth:
            length = len(text.strip())
            if self.link_depth:
                self.link_length += length
            if self.strong_depth:
                self.strong_length += length
        return 0

    cdef int flush(self) except -1:
        if not self.pieces:
            return 0
        cdef str text = _squeeze(self.pieces[0] if len(self.pieces) == 1 else "".join(self.pieces))
        cdef Py_ssize_t size = len(text), link_length
        self.pieces.clear()
        cdef Py_ssize_t depth = len(self.around)
        cdef _Inside* its
        cdef Block block
        if size and depth:
            its = &self.inside[depth - 1]
            link_length = min(self.link_length, size)
            block = Block.__new__(Block)
            block.text = text
            block.box = self.around[depth - 1]
            block.place = len(self.blocks)
            block.link_length = link_length
            block.strong_length = min(self.strong_length, size)
            block.link_count = self.links
            block.breaks = self.breaks
            block.images = ()
            if self.images:
                block.images, self.images = tuple(self.images), []
            self.blocks.append(block)
            its.character_count += size
            its.link_length += link_length
            its.block_count += 1
            its.paragraph_count += its.is_paragraph
            self.breaks = 0
        self.link_length = self.strong_length = self.links = 0
        return 0


cdef str _squeeze(str text):
    """Give the words of a text with one blank between; most texts need no more than their ends taken off."""
    text = text.strip()
    cdef Py_ssize_t place
    cdef int kind = PyUnicode_KIND(text)
    cdef void* signs = PyUnicode_DATA(text)
    cdef bint is_behind_blank = False
    cdef Py_UCS4 sign
    for place in range(len(text)):
        sign = PyUnicode_READ(kind, signs, place)
        if not Py_UNICODE_ISSPACE(sign):
            is_behind_blank = False
        elif sign == u" " and not is_behind_blank:
            is_behind_blank = True
        else:
            return " ".join(text.split())
    return text


cdef inline const unsigned char* _plain_value(xmlAttr* attribute):
    """Give an attribute's value where it is one text, as the parser leaves it."""
    cdef xmlNode* text = attribute.children
    return text.content if text != NULL and text.next == NULL and text.type == XML_TEXT_NODE else NULL


cdef str _value(xmlNode* node, xmlAttr* attribute):
    cdef const unsigned char* text = _plain_value(attribute)
    return attributeValue(node, attribute) if text == NULL else pyunicode(text)


ctypedef const char* Word

# One of these stands in each style that ``hides``, in each class that ``is_for_listeners``.
cdef Word[3] HIDING = ["none", "hidden", "clip"]
cdef Word[4] FOR_LISTENERS = ["only", "reader", "hidden", "assistive"]


cdef bint _may_hold(xmlAttr* attribute, const Word* words, Py_ssize_t count):
    """Whether a value may hold one of some words of small letters; without it no pattern needs to be asked."""
    cdef const unsigned char* text = _plain_value(attribute)
    cdef Py_ssize_t word, place
    if text == NULL:
        return True
    while text[0] != 0:
        if text[0] >= 128:
            return True
        for word in range(count):
            place = 0
            while words[word][place] != 0 and (text[place] | 32) == words[word][place]:
                place += 1
            if words[word][place] == 0:
                return True
        text += 1
    return False


cdef bint _is_blank(const unsigned char* text):
    while text[0] != 0:
        if text[0] != c" " and text[0] != c"\n" and text[0] != c"\t" and text[0] != c"\r":
            return False
        text += 1
    return True


# ---- features ----------------------------------------------------------------------------------------

cdef Py_ssize_t OWN = 37, OF_BOX = 8
cdef Py_ssize_t[7] NEIGHBOURS = _NEIGHBOURS
cdef Py_ssize_t[4] STEPS = [-1, 1, -2, 2]
cdef frozenset _MONTHS = frozenset(MONTHS)
cdef bint[128] IS_ASCII_WORD = [chr(sign).isalnum() or chr(sign) == "_" for sign in range(128)]
cdef Py_UCS4[128] ASCII_LOWER = [ord(chr(sign).lower()) for sign in range(128)]


cdef inline bint _is_han(Py_UCS4 sign):
    return 0x4E00 <= sign <= 0x9FA5


cdef inline bint _is_word(Py_UCS4 sign):
    return IS_ASCII_WORD[sign] if sign < 128 else _is_han(sign) or Py_UNICODE_ISALNUM(sign)


cdef inline bint _is_digit(Py_UCS4 sign):
    return u"0" <= sign <= u"9" if sign < 128 else not _is_han(sign) and Py_UNICODE_ISDECIMAL(sign)


cdef inline bint _is_cjk(Py_UCS4 sign):
    return 0x3040 <= sign <= 0x9FFF


cdef double measure_text(str text):
    """Give the length of a text in letters, as ``features.measure`` does."""
    cdef Py_ssize_t size = len(text), looked_at = min(size, SAMPLE), place, cjk_count = 0
    if text.isascii():
        return size
    cdef int kind = PyUnicode_KIND(text)
    cdef void* signs = PyUnicode_DATA(text)
    for place in range(looked_at):
        cjk_count += _is_cjk(PyUnicode_READ(kind, signs, place))
    return size * (1 + CJK_SIZE * cjk_count / looked_at)


cdef inline Py_UCS4 _lower(Py_UCS4 sign):
    return ASCII_LOWER[sign] if sign < 128 else sign if _is_han(sign) else Py_UNICODE_TOLOWER(sign)


cdef str _squash(str text, Py_ssize_t end):
    """Give the start of a text without what is no letter or digit, as ``features.squash`` does."""
    cdef Py_ssize_t place, size = 0
    cdef int kind = PyUnicode_KIND(text)
    cdef void* signs = PyUnicode_DATA(text)
    cdef Py_UCS4 sign
    end = min(end, len(text))
    cdef Py_UCS4* squashed = <Py_UCS4*>PyMem_Malloc((end + 1) * sizeof(Py_UCS4))
    if squashed == NULL:
        raise MemoryError
    try:
        for place in range(end):
            sign = PyUnicode_READ(kind, signs, place)
            if _is_word(sign):
                squashed[size] = sign
                size += 1
        return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, squashed, size)
    finally:
        PyMem_Free(squashed)


cdef enum:
    RUN_PLACES = 65536


cdef class _Runs:
    """The runs of four signs of a text: one that holds another has all of its runs, which is quickly seen."""

    cdef str text
    cdef char[RUN_PLACES] seen

    def __cinit__(self, str text):
        cdef Py_ssize_t place
        self.text = text
        for place in range(len(text) - 3):
            self.seen[_run_at(text, place)] = 1

    cdef bint hold(self, str part) except -1:
        cdef Py_ssize_t place
        for place in range(len(part) - 3):
            if not self.seen[_run_at(part, place)]:
                return False
        return part in self.text


cdef inline Py_ssize_t _run_at(str text, Py_ssize_t place):
    cdef int kind = PyUnicode_KIND(text)
    cdef void* signs = PyUnicode_DATA(text)
    cdef uint32_t run = 0
    cdef Py_ssize_t sign
    for sign in range(place, place + 4):
        run = run * 31 + <uint32_t>PyUnicode_READ(kind, signs, sign)
    return run % RUN_PLACES


cdef bint has_date(str text):
    """Whether ``DATE`` is in a text; the pattern is asked only where its words may be written with other signs."""
    cdef Py_ssize_t place, size = len(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* signs = PyUnicode_DATA(text)
    cdef bint is_unsure = False
    cdef Py_UCS4 sign
    for place in range(size):
        if not _is_digit(PyUnicode_READ(kind, signs, place)):
            continue
        if place + 2 < size:
            sign = PyUnicode_READ(kind, signs, place + 1)
            if sign in u"-/.年":
                if _are_digits(text, place - 3, place) and _are_digits(text, place + 2, place + 3):
                    return True
            elif sign in u":：":
                if _are_digits(text, place + 2, place + 4):
                    return True
            elif sign == u" ":
                is_unsure |= PyUnicode_READ(kind, signs, place + 2) in u"mhdMHD"
        if place > 3 and PyUnicode_READ(kind, signs, place - 1) == u" ":
            sign = PyUnicode_READ(kind, signs, place - 2)
            if _ends_in_month(text, place - 2 if sign == u"." else place - 1, &is_unsure):
                return True
    return is_unsure and DATE.search(text) is not None


cdef bint _are_digits(str text, Py_ssize_t start, Py_ssize_t end):
    cdef Py_ssize_t place
    if start < 0 or end > len(text):
        return False
    for place in range(start, end):
        if not _is_digit(PyUnicode_READ(PyUnicode_KIND(text), PyUnicode_DATA(text), place)):
            return False
    return True


cdef bint _ends_in_month(str text, Py_ssize_t end, bint* is_unsure):
    """Whether a word that ends there begins as a month does; only words of ASCII are looked at."""
    cdef Py_ssize_t start = end
    cdef int kind = PyUnicode_KIND(text)
    cdef void* signs = PyUnicode_DATA(text)
    cdef Py_UCS4 sign
    while start > 0 and c"a" <= (<uint32_t>PyUnicode_READ(kind, signs, start - 1) | 32) <= c"z":
        start -= 1
    if start > 0:
        sign = PyUnicode_READ(kind, signs, start - 1)
        if sign > 127:
            is_unsure[0] = True
            return False
        if _is_word(sign):
            return False
    return end - start >= 3 and text[start : start + 3].lower() in _MONTHS


cdef str _fit_for_lower(str text):
    """Give a text whose signs can be made small one by one; two signs of Unicode depend on more than themselves."""
    return text if text.isascii() or (u"\u0130" not in text and u"\u03a3" not in text) else text.lower()


cdef uint64_t FIRST_HASH = 0xCBF29CE484222325, HASH_FACTOR = 0x100000001B3
"""FNV-1a: two words of one hash would count as one, which of 5,000 words happens once in 10^12 tables."""


cdef uint64_t _hash_word(str word):
    cdef uint64_t its_hash = FIRST_HASH
    cdef Py_UCS4 sign
    for sign in word:
        its_hash = (its_hash ^ <uint32_t>sign) * HASH_FACTOR
    return its_hash


cdef struct _Word:
    uint64_t hash
    double weight
    unsigned char is_known, is_common, is_weighed, is_title, is_description  # no more bytes than needed


cdef class _Table:
    """What is known of words by their hash, or counted of others by a number of their own."""

    cdef _Word* places
    cdef Py_ssize_t mask

    def __cinit__(self, Py_ssize_t count):
        cdef Py_ssize_t size = 16
        while size < 2 * count:
            size *= 2
        self.places = <_Word*>PyMem_Calloc(size, sizeof(_Word))
        if self.places == NULL:
            raise MemoryError
        self.mask = size - 1

    def __dealloc__(self):
        PyMem_Free(self.places)

    cdef inline _Word* find(self, uint64_t its_hash):
        """Find the place of a word, which is empty where the word is not known."""
        cdef Py_ssize_t place = (its_hash ^ (its_hash >> 32)) & self.mask
        while self.places[place].is_known and self.places[place].hash != its_hash:
            place = (place + 1) & self.mask
        return &self.places[place]

    cdef _Word* add(self, uint64_t its_hash):
        cdef _Word* its = self.find(its_hash)
        its.hash, its.is_known = its_hash, True
        return its


cdef _Table _table_of_weights = None
cdef dict _weights_of_table = {}


cdef _Table _tabulate(dict weights):
    """Give the table of the words that have a weight or are common; of the last weights it is kept."""
    global _table_of_weights, _weights_of_table
    cdef _Word* its
    if weights is not _weights_of_table:
        table = _Table(len(weights) + len(_COMMON))
        for word in weights:
            its = table.add(_hash_word(word))
            its.weight, its.is_weighed = weights[word], True
        for word in _COMMON:
            table.add(_hash_word(word)).is_common = True
        _table_of_weights, _weights_of_table = table, weights
    return _table_of_weights


cdef enum:
    SEEN_PLACES = 4096

# A text has twice as many signs in small letters at the most, and a word needs a place.
if 2 * WORDS_SAMPLE > SEEN_PLACES:
    raise ImportError(f"there are {SEEN_PLACES} places for the words of {WORDS_SAMPLE} signs")


cdef class _Words:
    """The words of one block, counted against those of the page."""

    cdef Py_ssize_t count, common_count, distinct_count, title_count, description_count, found_count
    cdef double total, least, most
    cdef _Table weights, told
    cdef uint64_t[SEEN_PLACES] seen
    cdef int[SEEN_PLACES] seen_in
    cdef int number

    def __init__(self, _Table weights, set title, set description):
        self.weights = weights
        self.told = _Table(len(title) + len(description))
        for word in title:
            self.told.add(_hash_word(word)).is_title = True
        for word in description:
            self.told.add(_hash_word(word)).is_description = True

    cdef bint is_new(self, uint64_t its_hash):
        """Whether the block has not had a word; from now on it has."""
        cdef Py_ssize_t place = (its_hash ^ (its_hash >> 32)) & (SEEN_PLACES - 1)
        while self.seen_in[place] == self.number:
            if self.seen[place] == its_hash:
                return False
            place = (place + 1) & (SEEN_PLACES - 1)
        self.seen[place], self.seen_in[place] = its_hash, self.number
        return True

    cdef int read(self, str whole) except -1:
        cdef str text = _fit_for_lower(whole if len(whole) <= WORDS_SAMPLE else whole[:WORDS_SAMPLE])
        cdef Py_ssize_t size = len(text), place = 0
        cdef int kind = PyUnicode_KIND(text)
        cdef void* signs = PyUnicode_DATA(text)
        cdef uint64_t its_hash
        cdef Py_UCS4 sign
        cdef _Word* its
        self.number += 1
        self.count = self.distinct_count = self.common_count = 0
        self.title_count = self.description_count = self.found_count = 0
        self.total = self.least = self.most = 0.0
        while place < size:
            sign = _lower(PyUnicode_READ(kind, signs, place))
            place += 1
            if not _is_word(sign):
                continue
            its_hash = FIRST_HASH
            while True:
                its_hash = (its_hash ^ <uint32_t>sign) * HASH_FACTOR
                if place == size:
                    break
                sign = _lower(PyUnicode_READ(kind, signs, place))
                place += 1
                if not _is_word(sign):
                    break
            self.count += 1
            its = self.weights.find(its_hash)
            self.common_count += its.is_common
            if not self.is_new(its_hash):
                continue
            self.distinct_count += 1
            if its.is_weighed:
                self.total += its.weight
                if not self.found_count or its.weight < self.least:
                    self.least = its.weight
                if not self.found_count or its.weight > self.most:
                    self.most = its.weight
                self.found_count += 1
            its = self.told.find(its_hash)
            self.title_count += its.is_title
            self.description_count += its.is_description
        return 0


def first_rows(blocks, boxes, *, declared, weights):
    cdef Py_ssize_t count = len(blocks)
    rows = np.empty((count, OWN + 1 + ZONE_COUNT + 5 + AROUND_COUNT + LEVELS * OF_BOX + 32), np.float32)
    if count:
        _own_columns(list(blocks), declared, weights.words, rows)
        _box_columns(list(blocks), list(boxes), weights.names, rows[:, OWN:])
        _neighbour_columns(list(blocks), rows)
    return rows


cdef _own_columns(list blocks, declared, dict weights, float[:, ::1] rows):
    cdef set title = set(text_words(declared.title)), description = set(text_words(declared.description))
    cdef str whole = read_told(declared.text), text, start, tag
    cdef Py_ssize_t count = len(blocks), number, place, size, looked_at, total = 0, largest = 1, before = 0
    cdef Py_ssize_t commas, stops, uppers, digits, cjk_count, first_h1 = -1, heading = -1, strong_length
    cdef bint is_furnished
    cdef double word_count, best = 0.05, likeness, said = 0.0, since_heading = FAR, level = 0.0
    cdef dict seen = {}
    cdef _Runs runs = None
    cdef Block block
    cdef Box box
    cdef _Words words = _Words(_tabulate(weights), title, description)
    cdef int kind
    cdef void* signs
    cdef Py_UCS4 sign
    cdef float* row
    whole = _squash(whole, len(whole))
    if len(whole) >= SAMPLE:
        runs = _Runs(whole)
    for block in blocks:
        size = len(<str>block.text)
        total += size
        largest = max(largest, size)
    for number in range(count):
        block = blocks[number]
        text = block.text
        box = block.box
        tag = box.tag
        size = len(text)
        start = text[:SAMPLE]
        looked_at = len(start)
        kind, signs = PyUnicode_KIND(text), PyUnicode_DATA(text)
        commas = stops = uppers = digits = cjk_count = 0
        is_furnished = False
        for place in range(size):
            sign = PyUnicode_READ(kind, signs, place)
            if sign in u",，、":
                commas += 1
            elif sign in u".。?!？":
                stops += 1
            if place < SAMPLE:
                if u"A" <= sign <= u"Z":
                    uppers += 1
                elif _is_digit(sign):
                    digits += 1
                elif _is_cjk(sign):
                    cjk_count += 1
                    is_furnished = True
                elif sign == u"©":
                    is_furnished = True
                elif sign == u"(" and place + 1 < size and PyUnicode_READ(kind, signs, place + 1) == u"c":
                    is_furnished = True
        words.read(text)
        word_count = size / 2.0 if cjk_count else words.count
        if title and 0 < words.count <= 40:
            likeness = words.title_count / <double>(len(title) + words.distinct_count - words.title_count)
            if likeness > best + 0.05:
                best, heading = likeness, number
        if first_h1 < 0 and box.in_heading:
            first_h1 = number
        strong_length = block.strong_length
        row = &rows[number, 0]
        row[0] = size * (1 + CJK_SIZE * cjk_count / looked_at)
        row[1] = word_count
        row[2] = <double>block.link_length / size
        row[3] = block.link_count
        row[4] = <double>strong_length / size
        row[5] = _TAG_NUMBER.get(tag, 0.0)
        row[6] = words.total / words.found_count if words.found_count else 0.0
        row[7] = words.least
        row[8] = words.most
        row[9] = text[size - 1] in _ENDS
        row[10] = commas
        row[11] = stops
        row[12] = <double>uppers / looked_at
        row[13] = <double>digits / looked_at
        row[14] = words.common_count / max(1.0, word_count)
        row[15] = is_furnished and FURNITURE.search(start) is not None
        row[16] = digits > 0 and has_date(start[:120])
        row[17] = <double>number / count
        row[18] = number
        row[19] = count - number
        row[20] = <double>before / total
        row[23] = <double>words.title_count / words.distinct_count if words.distinct_count else 0.0
        row[24] = <double>words.title_count / len(title) if title else 0.0
        row[25] = <double>size / largest
        if size <= 30:
            row[26] = -1.0
        else:
            row[26] = (
                <double>words.description_count / words.distinct_count if words.distinct_count else 0.0
            )
        times = seen.get(start, 0)
        seen[start] = times + 1
        row[27] = times
        row[28] = box.is_hidden
        row[29] = block.breaks > 0
        row[30] = total
        row[31] = count
        row[32] = said
        row[33] = since_heading
        row[34] = level
        row[35] = len(<tuple>block.images)
        row[36] = -1.0 if runs is None else runs.hold(_squash(text, SHORT_LINE))
        before += size
        since_heading = min(since_heading + 1, FAR)
        if tag in _HEADINGS or (size < SHORT_LINE and strong_length > size * 0.8):
            said, since_heading, level = words.total, 0.0, _TAG_NUMBER.get(tag, 0.0)
    for number in range(count):
        rows[number, 21] = FAR if first_h1 < 0 else number - first_h1
        rows[number, 22] = FAR if heading < 0 else number - heading


cdef inline uint64_t _number_twins(uint64_t place, uint64_t name):
    """Give a number for boxes of one name in one box; ``name`` and ``place`` are less than 2^32."""
    return ((place << 32) | name) * HASH_FACTOR


cdef dict _weights_of_names = {}
cdef dict _known_names = {}
cdef Py_ssize_t MOST_NAMES = 20_000


cdef tuple _weigh_names(str names, dict weights):
    """Give the sum, least and most of the weights of a box's names, and its zones; kept for the last weights."""
    global _weights_of_names
    cdef double own = 0.0, least = float("inf"), most = -float("inf"), weight
    if weights is not _weights_of_names or len(_known_names) >= MOST_NAMES:
        _known_names.clear()
        _weights_of_names = weights
    known = _known_names.get(names)
    if known is None:
        for word in <tuple>name_words(names):
            weight = weights.get(word, 0.0)
            own += weight
            least, most = min(least, weight), max(most, weight)
        known = _known_names[names] = (own, least, most, find_zones(names))
    return <tuple>known


cdef _box_columns(list blocks, list boxes, dict weights, float[:, :] rows):
    cdef Py_ssize_t box_count = len(boxes), number, zone, level, place, column, total = 0, characters, name
    cdef double own, least, most
    cdef int bits
    # For each box: share of the page's text, share of links, blocks, paragraphs, siblings, twins, tag,
    # own weight, the sum, least and most around it, the sum fading.
    cdef float[:, ::1] of_box = np.empty((box_count, 12), np.float32)
    cdef double[:, ::1] summed = np.empty((box_count, 4))
    cdef float[:, ::1] zone_depths = np.empty((box_count, ZONE_COUNT), np.float32)
    cdef Py_ssize_t[::1] above = np.empty(box_count, np.intp), names_of = np.empty(box_count, np.intp)
    cdef Py_ssize_t[::1] twins = np.zeros(box_count, np.intp)
    cdef int[::1] around_bits = np.empty(box_count, np.intc)
    cdef double[:, ::1] own_of = np.empty((box_count, 3))
    cdef dict known = {}
    cdef list zones_of = []
    cdef _Table siblings = _Table(box_count)
    cdef Block block
    cdef Box box, parent
    cdef tuple zones
    for block in blocks:
        total += len(<str>block.text)
    for number in range(box_count):
        box = boxes[number]
        names = box.names
        parent = box.parent
        place = number if parent is None else parent.place
        above[number] = place
        found = known.get(names)
        if found is None:
            name = known[names] = len(known)
            own, least, most, zones = _weigh_names(names, weights)
            own_of[name, 0], own_of[name, 1], own_of[name, 2] = own, least, most
            zones_of.append(zones)
        else:
            name = found
            own, least, most = own_of[name, 0], own_of[name, 1], own_of[name, 2]
        names_of[number] = name
        twins[name] += 1
        siblings.add(_number_twins(place, name)).weight += 1
        tag = box.tag
        bits = _AROUND_BIT.get(tag, 0)
        if parent is None:
            summed[number, 0] = summed[number, 3] = own
            summed[number, 1] = least
            summed[number, 2] = most
            for zone in range(ZONE_COUNT):
                zone_depths[number, zone] = NOWHERE
        else:
            summed[number, 0] = summed[place, 0] + own
            summed[number, 1] = min(summed[place, 1], least)
            summed[number, 2] = max(summed[place, 2], most)
            summed[number, 3] = own + summed[place, 3] / 2
            bits |= around_bits[place]
            for zone in range(ZONE_COUNT):
                zone_depths[number, zone] = zone_depths[place, zone]
        around_bits[number] = bits
        zones = zones_of[name]
        if zones:
            for zone in zones:
                zone_depths[number, zone] = box.depth
        characters = box.character_count
        of_box[number, 0] = <double>characters / total
        of_box[number, 1] = <double>box.link_length / max(1, characters)
        of_box[number, 2] = box.block_count
        of_box[number, 3] = box.paragraph_count
        of_box[number, 6] = _TAG_NUMBER.get(tag, 0.0)
        of_box[number, 7] = own
        for column in range(4):
            of_box[number, 8 + column] = summed[number, column]
    for number in range(box_count):
        name = names_of[number]
        of_box[number, 4] = siblings.find(_number_twins(above[number], name)).weight
        of_box[number, 5] = twins[name]
    for number in range(len(blocks)):
        block = blocks[number]
        box = block.box
        place = box.place
        rows[number, 0] = box.depth
        column = 1
        for zone in range(ZONE_COUNT):
            rows[number, column + zone] = min(rows[number, 0] - zone_depths[place, zone], FAR)
        column += ZONE_COUNT
        for zone in range(5):
            rows[number, column + zone] = of_box[place, 7 + zone]
        column += 5
        for zone in range(AROUND_COUNT):
            rows[number, column + zone] = (around_bits[place] >> zone) & 1
        column += AROUND_COUNT
        for level in range(LEVELS):
            for zone in range(6):
                rows[number, column + zone] = of_box[place, zone]
            place = above[place]
            rows[number, column + 6] = of_box[place, 7]
            rows[number, column + 7] = of_box[place, 6]
            column += OF_BOX


cdef _neighbour_columns(list blocks, float[:, ::1] rows):
    cdef Py_ssize_t count = len(blocks), number, other, step, column = rows.shape[1] - 32, chosen
    cdef Py_ssize_t[::1] around = np.empty(count, np.intp)
    cdef Block block
    cdef Box box
    for number in range(count):
        block = blocks[number]
        box = block.box
        around[number] = box.place if box.parent is None else box.parent.place
    for step in STEPS:
        for number in range(count):
            other = number + step
            if 0 <= other < count:
                for chosen in range(7):
                    rows[number, column + chosen] = rows[other, NEIGHBOURS[chosen]]
                rows[number, column + 7] = around[other] == around[number]
            else:
                for chosen in range(7):
                    rows[number, column + chosen] = -1.0
                rows[number, column + 7] = 0.0
        column += 8


# ---- context -----------------------------------------------------------------------------------------

cdef Py_ssize_t[7] SHIFTS = [0, -1, -2, -3, 1, 2, 3]
cdef Py_ssize_t[5] WINDOW_STARTS = [-3, 1, -8, 1, -20]
cdef Py_ssize_t[5] WINDOW_ENDS = [0, 4, 0, 9, 21]


def second_rows(blocks, boxes, scores):
    cdef Py_ssize_t count = len(blocks), box_count = len(boxes), number, place, other, window, level, template
    cdef Py_ssize_t first_sure = count, last_sure = -1, sure_count = 0, main = 0, column, inside
    cdef double size, whole, since_comments = FAR, since_elsewhere = FAR, since_heading = FAR, heading = -1.0
    table = np.empty((count, 7 + 5 + 2 * (LEVELS + 1) + 15 + 9), np.float32)
    cdef float[:, ::1] rows = table
    cdef double[::1] said_of = np.array(scores, np.float64)
    cdef double[::1] lengths = np.empty(count), sizes = np.empty(count)
    cdef double[::1] said = np.zeros(count + 1), total = np.zeros(count + 1)
    cdef double[::1] said_in = np.zeros(box_count), size_in = np.zeros(box_count)
    cdef double[::1] said_by = np.zeros(count), size_by = np.zeros(count)
    cdef Py_ssize_t[::1] of_block = np.empty(count, np.intp), templates = np.empty(count, np.intp)
    cdef Py_ssize_t[::1] above = np.empty(box_count, np.intp), counted = np.zeros(count, np.intp)
    cdef Py_ssize_t[::1] depths = np.empty(box_count, np.intp)
    cdef dict numbers = {}
    cdef set seen = set()
    cdef str text
    cdef Block block
    cdef Box box, parent
    if len(scores) != count:
        raise ValueError(f"{len(scores)} scores for {count} blocks")
    for number in range(box_count):
        box = boxes[number]
        parent = box.parent
        above[number] = number if parent is None else parent.place
        depths[number] = box.depth
    for number in range(count):
        block = blocks[number]
        box = block.box
        place = of_block[number] = box.place
        lengths[number] = measure_text(block.text)
        sizes[number] = size = min(lengths[number], 600.0)
        said[number + 1] = said[number] + said_of[number] * size
        total[number + 1] = total[number] + size
        said_in[place] += said_of[number] * size
        size_in[place] += size
        parent = boxes[above[place]]
        key = (box.names, parent.names)
        template = templates[number] = numbers.setdefault(key, len(numbers))
        said_by[template] += said_of[number] * size
        size_by[template] += size
        counted[template] += 1
        if said_of[number] > 0.6 and lengths[number] > SHORT_LINE:
            first_sure = min(first_sure, number)
            last_sure = number
            sure_count += 1
    whole = said[count] or 1.0
    for number in range(box_count - 1, -1, -1):
        if above[number] != number:
            said_in[above[number]] += said_in[number]
            size_in[above[number]] += size_in[number]
    for number in range(1, box_count):
        if above[number] == main and said_in[number] >= 0.8 * whole:
            main = number
    for number in range(count):
        column = 0
        for window in range(7):
            other = number + SHIFTS[window]
            rows[number, column] = said_of[other] if 0 <= other < count else -1.0
            column += 1
        for window in range(5):
            place = min(max(number + WINDOW_STARTS[window], 0), count)
            other = min(max(number + WINDOW_ENDS[window], 0), count)
            size = total[other] - total[place]
            rows[number, column] = (said[other] - said[place]) / size if size > 0 else 0.0
            column += 1
        place = of_block[number]
        inside = 0
        for level in range(LEVELS + 1):
            rows[number, column] = said_in[place] / max(1.0, size_in[place])
            rows[number, column + 1] = said_in[place] / whole
            column += 2
            inside += place == main
            place = above[place]
        template = templates[number]
        rows[number, column] = said_by[template] / max(1.0, size_by[template])
        rows[number, column + 1] = said_by[template] / whole
        rows[number, column + 2] = counted[template]
        rows[number, column + 3] = inside
        rows[number, column + 4] = depths[of_block[number]] - depths[main]
        rows[number, column + 5] = depths[main]
        rows[number, column + 6] = said_in[main] / whole
        rows[number, column + 7] = number - first_sure
        rows[number, column + 8] = last_sure - number
        rows[number, column + 9] = said[number] / whole
        rows[number, column + 10] = 1 - said[number + 1] / whole
        rows[number, column + 11] = lengths[number]
        rows[number, column + 12] = sure_count
        rows[number, column + 13] = whole
        rows[number, column + 14] = count
        column += 15
        block = blocks[number]
        box = block.box
        text = block.text
        if len(text) < SHORT_LINE and (text[:2].lower() in _LINE_STARTS or _is_digit(text[0])):
            if COMMENTS.match(text):
                since_comments = 0.0
            if ELSEWHERE.match(text):
                since_elsewhere = 0.0
        rows[number, column] = since_comments
        rows[number, column + 1] = since_elsewhere
        rows[number, column + 2] = text in seen
        rows[number, column + 3] = <double>block.link_length / len(text)
        rows[number, column + 4] = _TAG_NUMBER.get(box.tag, 0.0)
        rows[number, column + 5] = text[len(text) - 1] in _ENDS
        rows[number, column + 6] = box.is_hidden
        rows[number, column + 7] = heading
        rows[number, column + 8] = since_heading
        seen.add(text)
        since_comments = min(since_comments + 1, FAR)
        since_elsewhere = min(since_elsewhere + 1, FAR)
        since_heading = min(since_heading + 1, FAR)
        if box.tag in _HEADINGS:
            heading, since_heading = said_of[number], 0.0
    return table


# ---- trees -------------------------------------------------------------------------------------------


cdef enum:
    ROWS_AT_ONCE = 32
    TOGETHER = 8


def score_rows(forest, const float[:, ::1] rows):
    cdef const int[::1] roots = forest.roots, columns = forest.columns, nexts = forest.nexts
    cdef const float[::1] thresholds = forest.thresholds, values = forest.values
    cdef Py_ssize_t count = rows.shape[0], depth = forest.depth, start = 0, end, number, tree, step
    cdef int node, place
    cdef int[TOGETHER] nodes
    cdef double[::1] totals = np.zeros(count)
    cdef const float* row
    cdef Py_ssize_t width = rows.shape[1]
    if count and forest.width > width:
        raise ValueError(f"the trees look at column {forest.width - 1} of rows with {width} columns")
    # Some rows at a time, which the processor's nearest memory holds, and some of these together: it goes on with
    # one while it waits for what another one reads.
    while start < count:
        end = min(start + ROWS_AT_ONCE, count)
        for tree in range(roots.shape[0]):
            number = start
            while number + TOGETHER <= end:
                row = &rows[number, 0]
                for place in range(TOGETHER):
                    nodes[place] = roots[tree]
                for step in range(depth):
                    for place in range(TOGETHER):
                        node = nodes[place]
                        nodes[place] = nexts[2 * node + (row[place * width + columns[node]] > thresholds[node])]
                for place in range(TOGETHER):
                    totals[number + place] += values[nodes[place]]
                number += TOGETHER
            while number < end:
                node = roots[tree]
                for step in range(depth):
                    node = nexts[2 * node + (rows[number, columns[node]] > thresholds[node])]
                totals[number] += values[node]
                number += 1
        start = end
    return [1.0 / (1.0 + exp(-totals[number])) for number in range(count)]
