"""What of the program is compiled where a C compiler is found; ``pyproject.toml`` has all else."""

import lxml
from setuptools import Extension, setup

NAMES = ("archiver.normalise.compiled", "archiver.sites.page.compiled")

setup(
    ext_modules=[
        Extension(name, [f"{name.replace('.', '/')}.pyx"], include_dirs=lxml.get_include(), optional=True)
        for name in NAMES
    ]
)
