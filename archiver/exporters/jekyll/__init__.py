"""Jekyll: a complete site in a folder, ready for ``jekyll build``.

``site`` writes the folder, ``post`` one post, ``scalars`` what goes into YAML and Markdown, ``names``
the names of files, ``sections`` the newspapers' pages, ``theme`` what is the same in every site.
"""

from archiver.exporters.jekyll.site import write_jekyll

__all__ = ["write_jekyll"]
