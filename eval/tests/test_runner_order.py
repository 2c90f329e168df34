"""Which items are asked, in which order, by which shard."""

import random
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "runner"))

from evalstream_runner.order import Item, chosen, dispatch_order, part  # noqa: E402


def items(count, task="t"):
    return [Item(task, number, f"key-{number}") for number in range(count)]


class OrderTest(unittest.TestCase):
    def test_parts_are_disjoint_and_together_everything(self):
        for count in (1, 2, 7, 100, 1319):
            for parts in (1, 2, 3, 8, 200):
                order = dispatch_order(items(count), 5)
                asked = [q for number in range(parts) for q in part(order, number, parts)]
                self.assertEqual(sorted(asked, key=lambda q: q.dispatch_index), order)
                self.assertEqual({q.item for q in asked}, set(items(count)))

    def test_parts_are_equally_large(self):
        order = dispatch_order(items(100), 5)
        sizes = [len(part(order, number, 8)) for number in range(8)]
        self.assertLessEqual(max(sizes) - min(sizes), 1)

    def test_every_shard_makes_the_same_order_wherever_items_stand(self):
        shuffled = items(200)
        random.Random(3).shuffle(shuffled)
        self.assertEqual(dispatch_order(shuffled, 9), dispatch_order(items(200), 9))

    def test_another_seed_gives_another_order_of_the_same_items(self):
        one, other = dispatch_order(items(200), 1), dispatch_order(items(200), 2)
        self.assertNotEqual([q.item for q in one], [q.item for q in other])
        self.assertEqual({q.item for q in one}, {q.item for q in other})

    def test_dispatch_indexes_count_the_items_of_each_task(self):
        order = dispatch_order(items(5, "a") + items(3, "b"), 4)
        for task, count in (("a", 5), ("b", 3)):
            indexes = [q.dispatch_index for q in order if q.item.task == task]
            self.assertEqual(indexes, list(range(count)))

    def test_a_stage_asks_the_same_items_in_every_run(self):
        shuffled = items(500)
        random.Random(3).shuffle(shuffled)
        self.assertEqual(chosen(items(500), 20), chosen(shuffled, 20))

    def test_items_of_a_smaller_stage_are_among_those_of_a_larger_one(self):
        small, large = chosen(items(500), 20), chosen(items(500), 200)
        self.assertEqual(len(small), 20)
        self.assertLess(set(small), set(large))

    def test_no_limit_and_a_limit_above_the_size_ask_all(self):
        self.assertEqual(set(chosen(items(5), 0)), set(items(5)))
        self.assertEqual(set(chosen(items(5), 20)), set(items(5)))

    def test_the_limit_is_of_a_task_with_all_its_subtasks(self):
        asked = chosen(items(300, "a") + items(300, "b"), 100)
        self.assertEqual(len(asked), 100)
        share = sum(item.task == "a" for item in asked)
        self.assertTrue(30 < share < 70, share)

    def test_an_order_is_random_with_respect_to_the_place_in_the_file(self):
        order = [q.item.number for q in dispatch_order(items(1000), 5)]
        first_half = sum(number < 500 for number in order[:200])
        self.assertTrue(70 < first_half < 130, first_half)


if __name__ == "__main__":
    unittest.main()
