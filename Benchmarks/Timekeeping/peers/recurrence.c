// libical: the next occurrences of a daily and a yearly rule in Europe/Berlin, as UTC seconds.
#include <libical/ical.h>
#include <stdio.h>
#include <time.h>

static double cpu(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static volatile long sink;

static void iterate(const char *label, const char *rule, int count) {
  icaltimezone *zone = icaltimezone_get_builtin_timezone("Europe/Berlin");
  struct icaltimetype start = icaltime_from_string("20260101T090000");
  start = icaltime_set_timezone(&start, zone);
  struct icalrecurrencetype parsed = icalrecurrencetype_from_string(rule);
  double begin = cpu();
  icalrecur_iterator *iterator = icalrecur_iterator_new(parsed, start);
  for (int i = 0; i < count; i++) {
    struct icaltimetype next = icalrecur_iterator_next(iterator);
    sink += (long)icaltime_as_timet_with_zone(next, zone);
  }
  icalrecur_iterator_free(iterator);
  if (label) printf("%-64s%9.1f ns\n", label, (cpu() - begin) / count);
}

int main(void) {
  iterate(NULL, "FREQ=DAILY", 1000);  // loads the zone
  iterate("  libical: iterate FREQ=DAILY, to UTC", "FREQ=DAILY", 3650);
  iterate("  libical: iterate the yearly rule, to UTC",
          "FREQ=YEARLY;BYMONTH=6;BYDAY=SA;BYSETPOS=2", 100);
}
