"""What of the program is compiled where a C compiler is found; ``pyproject.toml`` has all else."""

import lxml
from setuptools import Extension, setup

SOURCES = (
    "archiver/normalise/compiled.pyx",
    "archiver/sites/page/boxes.py",
    "archiver/sites/page/compiled.pyx",
)

setup(
    ext_modules=[
        Extension(
            source.rpartition(".")[0].replace("/", "."),
            [source],
            depends=["archiver/sites/page/boxes.pxd"],
            include_dirs=lxml.get_include(),
            optional=True,
        )
        for source in SOURCES
    ]
)
