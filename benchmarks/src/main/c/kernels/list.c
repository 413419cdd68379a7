/* A linked list built, turned around, merge-sorted and summed: loads that depend on loads. */
#include "kernel.h"

typedef struct Node {
  struct Node *next;
  long value;
} Node;

static Node *turned(Node *list) {
  Node *before = 0;
  while (list) {
    Node *next = list->next;
    list->next = before;
    before = list;
    list = next;
  }
  return before;
}

static Node *merged(Node *a, Node *b) {
  Node head, *last = &head;
  while (a && b) {
    Node **least = a->value <= b->value ? &a : &b;
    last->next = *least;
    last = *least;
    *least = last->next;
  }
  last->next = a ? a : b;
  return head.next;
}

static Node *sorted(Node *list) {
  if (!list || !list->next) return list;
  Node *slow = list, *fast = list->next;
  while (fast && fast->next) {
    slow = slow->next;
    fast = fast->next->next;
  }
  Node *second = slow->next;
  slow->next = 0;
  return merged(sorted(list), sorted(second));
}

long kernel(long size) {
  Node *nodes = malloc(sizeof(Node) * (size_t)size);
  Node *list = 0;
  for (long i = 0; i < size; i++) {
    nodes[i].value = i * 7919 % 1000003;
    nodes[i].next = list;
    list = &nodes[i];
  }
  for (int i = 0; i < 4; i++) list = turned(list);
  list = turned(sorted(list));
  long check = 0, place = 0;
  for (Node *n = list; n; n = n->next) check += n->value * (++place % 1000);
  free(nodes);
  return check;
}
