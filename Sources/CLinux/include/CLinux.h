#pragma once
#include <sys/timerfd.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
