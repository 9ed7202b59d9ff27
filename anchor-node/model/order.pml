/*
 * Honest members of one class are alike: a state in which two of them have changed places is the same
 * state. After each step they are brought into one order, and only that one is stored.
 */
c_code {
  static void in_order_from(int first, int end) {
    int i, j;
    for (i = first + 1; i < end; i++) {
      for (j = i; j > first && memcmp(&now.member[j - 1], &now.member[j], sizeof now.member[0]) > 0; j--) {
        struct Member swapped = now.member[j];
        now.member[j] = now.member[j - 1];
        now.member[j - 1] = swapped;
      }
    }
  }

  static void in_order(void) {
    in_order_from(0, COMMON);
    in_order_from(COMMON, HONEST);
  }
}
