"""Which pictures count as the same by their image hashes."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.photos.image_similarity import BANDS, BITS, MAX_DISTANCE, hash_bands, image_hash, is_near

LOOKS = st.integers(0, 2**BITS - 1).map("{:032x}".format)


def flipped(image_hash, bits):
    return f"{int(image_hash, 16) ^ sum(1 << bit for bit in bits):032x}"


@given(LOOKS, st.sets(st.integers(0, BITS - 1), max_size=MAX_DISTANCE))
def test_looks_that_differ_a_little_are_near(one, bits):
    assert is_near(one, flipped(one, bits))


@given(LOOKS, st.sets(st.integers(0, BITS - 1), min_size=MAX_DISTANCE + 1))
def test_looks_that_differ_more_are_not(one, bits):
    assert not is_near(one, flipped(one, bits))


@given(LOOKS, st.sets(st.integers(0, BITS - 1), max_size=BANDS - 1))
def test_whoever_differs_in_fewer_bits_than_there_are_bands_shares_one(one, bits):
    assert set(enumerate(hash_bands(one))) & set(enumerate(hash_bands(flipped(one, bits))))


@given(LOOKS)
def test_the_bands_hold_every_bit_once(one):
    assert sum(int(band, 16).bit_count() for band in hash_bands(one)) == int(one, 16).bit_count()
    assert len(hash_bands(one)) == BANDS
    assert all(len(band) == 4 for band in hash_bands(one))


def test_a_flat_picture_has_no_look_and_is_like_nothing():
    assert image_hash([7] * 72, [7] * 72) == ""
    assert not is_near("", "")


def test_a_look_says_where_it_gets_darker():
    right = [9 * (8 - n % 9) for n in range(72)]
    down = [9 * (8 - n // 8) for n in range(72)]
    assert image_hash(right, down) == "f" * 32
    assert image_hash(right[::-1], down[::-1]) == "0" * 32
