"""A description that cannot be imported."""

import a_module_that_nobody_has

INFO = a_module_that_nobody_has.INFO
