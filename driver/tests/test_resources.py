import io
import os
import tarfile
import tempfile
import unittest
import unittest.mock
import zipfile

from session import resources


class Archives(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = os.path.realpath(directory.name)
        self.target = os.path.join(self.directory, "env")
        self.packed = os.path.join(self.directory, "packed")

    def tar(self, *members):
        with tarfile.open(self.packed, "w:gz") as archive:
            for name, content, options in members:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                for option, value in options.items():
                    setattr(info, option, value)
                archive.addfile(info, io.BytesIO(content))

    def unpack(self):
        resources.unpack(self.packed, self.target, "s3://b/env.tar.gz")

    def refused(self, why):
        with self.assertRaisesRegex(resources.ResourceError, why):
            self.unpack()
        self.assertEqual(sorted(os.listdir(self.directory)), ["packed"])

    def test_given_an_archive_when_unpacked_then_files_links_and_rights_are_there(self):
        link = {"type": tarfile.SYMTYPE, "linkname": "run.sh"}
        self.tar(("./bin/run.sh", b"#!", {"mode": 0o755}), ("bin/again", b"", link))
        self.unpack()
        with open(f"{self.target}/bin/again", "rb") as file:
            self.assertEqual(file.read(), b"#!")
        self.assertTrue(os.access(f"{self.target}/bin/run.sh", os.X_OK))

    def test_given_names_that_lead_out_when_unpacked_then_nothing_is_left(self):
        for name in ("../out", "a/../../out", "/tmp/out"):
            self.tar(("good", b"x", {}), (name, b"x", {}))
            self.refused("leads out")

    def test_given_links_that_lead_out_when_unpacked_then_nothing_is_left(self):
        link = {"type": tarfile.SYMTYPE, "linkname": self.directory}
        self.tar(("up", b"", link))
        self.refused("the link up leads out")
        self.tar(("up", b"", link), ("up/out", b"x", {}))
        self.refused("beyond a link")
        hard = {"type": tarfile.LNKTYPE, "linkname": "/etc/passwd"}
        self.tar(("hard", b"", hard))
        self.refused("is no file")
        self.tar(("pipe", b"", {"type": tarfile.FIFOTYPE}))
        self.refused("is no file")

    def test_given_a_bomb_when_unpacked_then_it_ends_before_the_room_does(self):
        with zipfile.ZipFile(self.packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("zeros", bytes(64 << 20))
        self.assertLess(os.path.getsize(self.packed), 1 << 20)
        room = os.statvfs_result((512, 512, 1, 1, 65_536, 1, 1, 1, 0, 255))
        with unittest.mock.patch("os.statvfs", return_value=room):
            self.refused("more room than there is")

    def test_given_too_many_members_when_unpacked_then_it_is_refused(self):
        self.tar(*((f"f{number}", b"", {}) for number in range(4)))
        with unittest.mock.patch.object(resources, "MEMBERS_MAX", 3):
            self.refused("more than 3 members")

    def test_given_a_zip_with_a_way_out_or_a_link_when_unpacked_then_it_is_refused(self):
        for name, mode in (("../out", 0o100644), ("link", 0o120777)):
            with zipfile.ZipFile(self.packed, "w") as archive:
                info = zipfile.ZipInfo(name)
                info.external_attr = mode << 16
                archive.writestr(info, "/etc")
            self.refused("leads out|no link")

    def test_given_what_is_no_archive_when_unpacked_then_it_says_so(self):
        with open(self.packed, "wb") as file:
            file.write(b"none")
        self.refused("s3://b/env.tar.gz cannot be unpacked")


if __name__ == "__main__":
    unittest.main()
