"""As a program: print each reader's address and delivery state of an edition's mailing."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Print `address<TAB>state` lines for the edition whose id is given."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matinee.config.settings")
    import django

    django.setup()
    from matinee.mailings.models import Delivery
    from matinee.readers.models import Reader

    addresses = dict(Reader.objects.values_list("pk", "address"))
    deliveries = Delivery.objects.filter(mailing__edition=int(sys.argv[1]))
    for reader, state in deliveries.values_list("reader_id", "state"):
        print(f"{addresses[reader]}\t{state}")


if __name__ == "__main__":
    main()
