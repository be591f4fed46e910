/* A USB camera that is not there: preloaded (LD_PRELOAD) into a process it answers for one device node, so that real
 * V4L2 code opens it, asks for formats, maps buffers and waits for frames. No kernel module and no rights needed.
 *
 *   V4L2_STAND_IN_NODE   path of the node; need not exist
 *   V4L2_STAND_IN_PAGE   file with `struct page`, written by stand_in.py while the camera runs
 *   pictures             PAGE.SET-NUMBER, the bytes of one frame each; see `payload`
 *
 * Behaves like uvcvideo as far as a program can see: frames come at a steady rate while the stream is on, each into the
 * buffer that has waited longest; one that finds no buffer is lost; a buffer's bytes beyond the frame are those of an
 * earlier frame; a frame's time is CLOCK_MONOTONIC, and its exposure began one interval before. One stream a process,
 * any number of open descriptors.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

/* What stand_in.py writes: keep in step with its `_Page`. Words of 32 bits, so that each is written at once. */
enum mode { WORKS, STALLS, IS_UNPLUGGED, IS_FORBIDDEN, IS_BUSY, HANGS, CUTS_SHORT, REPEATS };
enum clock { MONOTONIC, NO_CLOCK, WALL_CLOCK };
struct offer {
    uint32_t fourcc, width, height;
};
struct control {
    uint32_t id;
    int32_t minimum, maximum, value;
    uint32_t keeps_its_value;
};
struct page {
    uint64_t shown_us; /* CLOCK_MONOTONIC when the picture set took the place of the one before */
    uint32_t mode, whole_first, clock, interval_us;
    uint32_t picture_set, n_pictures, set_before, n_before;
    uint32_t n_offers, n_controls;
    struct offer offers[8];
    struct control controls[16];
};

enum { MAX_BUFFERS = 10, MAX_FD = 1024, STREAM_TICK_MS = 2, OFFSET_SHIFT = 12 };

struct buffer {
    unsigned char *bytes;
    uint32_t used, sequence;
    struct timeval stamp;
};
struct queue {
    uint32_t index[MAX_BUFFERS];
    int length;
};

static volatile struct page *page;
static bool is_ours[MAX_FD];
static bool lost[MAX_FD]; /* opened before the plug was pulled: such a descriptor never works again */

static struct {
    int fd; /* who asked for the buffers; -1 when nobody streams */
    bool on;
    struct offer format;
    uint32_t n_buffers, sequence, n_filled;
    int64_t next_frame_us;
    struct buffer buffers[MAX_BUFFERS];
    struct queue empty, full;
    struct buffer last; /* what REPEATS gives again; `bytes` are its own */
} stream = {.fd = -1};

/* ---- the C library's own functions ---- */

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int fail(int error) {
    errno = error;
    return -1;
}

/* ---- what the test says ---- */

static volatile struct page *the_page(void) {
    if (!page) {
        int fd = REAL(open)(getenv("V4L2_STAND_IN_PAGE"), O_RDWR | O_CLOEXEC);
        void *at = REAL(mmap)(NULL, sizeof(struct page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (fd < 0 || at == MAP_FAILED) {
            fprintf(stderr, "stand-in camera: cannot map V4L2_STAND_IN_PAGE\n");
            abort();
        }
        REAL(close)(fd);
        page = at;
    }
    return page;
}

static enum mode mode(void) { return the_page()->mode; }

static bool is_device(int fd) { return fd >= 0 && fd < MAX_FD && is_ours[fd]; }

static void hang_for_ever(void) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    for (;;) pause();
}

/* Whether the device still answers on this descriptor. */
static bool answers(int fd) {
    if (mode() == HANGS) hang_for_ever();
    if (mode() == IS_UNPLUGGED) lost[fd] = true;
    return !lost[fd];
}

/* ---- time and frames ---- */

static int64_t now_us(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static struct timeval stamp_of(int64_t monotonic_us) {
    int64_t us = monotonic_us;
    if (the_page()->clock == NO_CLOCK) us = 0;
    if (the_page()->clock == WALL_CLOCK) us += now_us(CLOCK_REALTIME) - now_us(CLOCK_MONOTONIC);
    return (struct timeval){.tv_sec = us / 1000000, .tv_usec = us % 1000000};
}

static void put(struct queue *queue, uint32_t index) {
    if (queue->length < MAX_BUFFERS) queue->index[queue->length++] = index;
}

static uint32_t take(struct queue *queue) {
    uint32_t index = queue->index[0];
    memmove(queue->index, queue->index + 1, --queue->length * sizeof(queue->index[0]));
    return index;
}

static size_t buffer_length(void) { return (size_t)stream.format.width * stream.format.height * 2; }

/* What lay before the camera when the exposure began. The pictures of a set are shown in turn, as two exposures of a
 * sensor are never equal. */
static uint32_t payload(unsigned char *bytes, int64_t exposed_us) {
    char path[4096];
    bool before = exposed_us < (int64_t)the_page()->shown_us;
    uint32_t set = before ? the_page()->set_before : the_page()->picture_set;
    uint32_t n = before ? the_page()->n_before : the_page()->n_pictures;
    snprintf(path, sizeof(path), "%s.%u-%u", getenv("V4L2_STAND_IN_PAGE"), set, stream.n_filled % (n ? n : 1));
    int fd = REAL(open)(path, O_RDONLY | O_CLOEXEC);
    ssize_t used = fd < 0 ? 0 : read(fd, bytes, buffer_length());
    if (fd >= 0) REAL(close)(fd);
    return used < 0 ? 0 : (uint32_t)used;
}

static void fill(struct buffer *buffer, int64_t at_us) {
    stream.n_filled++;
    int64_t exposed_us = at_us - the_page()->interval_us;
    if (mode() == REPEATS && stream.last.used) {
        memcpy(buffer->bytes, stream.last.bytes, stream.last.used);
        buffer->used = stream.last.used;
        buffer->sequence = stream.last.sequence;
        buffer->stamp = stream.last.stamp;
        return;
    }
    if (mode() == CUTS_SHORT && stream.sequence > the_page()->whole_first) {
        unsigned char *whole = malloc(buffer_length());
        buffer->used = payload(whole, exposed_us) / 3;
        memcpy(buffer->bytes, whole, buffer->used);
        free(whole);
    } else {
        buffer->used = payload(buffer->bytes, exposed_us);
    }
    buffer->sequence = stream.sequence;
    buffer->stamp = stamp_of(at_us);
    memcpy(stream.last.bytes, buffer->bytes, buffer->used);
    stream.last.used = buffer->used;
    stream.last.sequence = buffer->sequence;
    stream.last.stamp = buffer->stamp;
}

/* Lets happen what has happened since the last call: a frame at every interval, lost where no buffer is empty. */
static void advance(void) {
    int64_t now = now_us(CLOCK_MONOTONIC), interval = the_page()->interval_us;
    if (!stream.on) return;
    while (stream.next_frame_us <= now) {
        int64_t at = stream.next_frame_us;
        stream.next_frame_us += interval;
        stream.sequence++;
        if (mode() == STALLS) continue;
        if (stream.empty.length == 0) continue;
        uint32_t index = take(&stream.empty);
        fill(&stream.buffers[index], at);
        put(&stream.full, index);
    }
}

/* ---- the stream ---- */

static void stop_stream(void) {
    stream.on = false;
    stream.empty.length = stream.full.length = 0;
}

static int start_stream(void) {
    stream.on = true;
    stream.sequence = 0;
    stream.next_frame_us = now_us(CLOCK_MONOTONIC) + the_page()->interval_us;
    stream.last.bytes = realloc(stream.last.bytes, buffer_length());
    stream.last.used = 0;
    return 0;
}

static int request_buffers(int fd, struct v4l2_requestbuffers *request) {
    if (mode() == IS_BUSY) return fail(EBUSY);
    if (request->count > MAX_BUFFERS) request->count = MAX_BUFFERS;
    stop_stream();
    stream.n_buffers = request->count;
    stream.fd = request->count ? fd : -1;
    return 0;
}

static void describe(uint32_t index, struct v4l2_buffer *buffer) {
    buffer->index = index;
    buffer->length = buffer_length();
    buffer->m.offset = index << OFFSET_SHIFT;
    buffer->bytesused = stream.buffers[index].used;
    buffer->sequence = stream.buffers[index].sequence;
    buffer->timestamp = stream.buffers[index].stamp;
    buffer->field = V4L2_FIELD_NONE;
    buffer->flags = V4L2_BUF_FLAG_MAPPED | V4L2_BUF_FLAG_TSTAMP_SRC_SOE;
    if (the_page()->clock != NO_CLOCK) buffer->flags |= V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
}

static int query_buffer(struct v4l2_buffer *buffer) {
    if (buffer->index >= stream.n_buffers) return fail(EINVAL);
    describe(buffer->index, buffer);
    return 0;
}

static int queue_buffer(const struct v4l2_buffer *buffer) {
    if (buffer->index >= stream.n_buffers) return fail(EINVAL);
    advance(); /* what came before finds no place in this buffer */
    put(&stream.empty, buffer->index);
    return 0;
}

static int dequeue_buffer(struct v4l2_buffer *buffer) {
    if (!stream.on) return fail(EINVAL);
    advance();
    if (stream.full.length == 0) return fail(EAGAIN);
    describe(take(&stream.full), buffer);
    return 0;
}

/* ---- formats ---- */

static void give_format(const struct offer *offer, struct v4l2_format *format) {
    format->fmt.pix.pixelformat = offer->fourcc;
    format->fmt.pix.width = offer->width;
    format->fmt.pix.height = offer->height;
    format->fmt.pix.field = V4L2_FIELD_NONE;
    format->fmt.pix.bytesperline = offer->fourcc == V4L2_PIX_FMT_YUYV ? offer->width * 2 : 0;
    format->fmt.pix.sizeimage = offer->width * offer->height * 2;
}

/* Like uvcvideo: the format that was asked for, else the first one; of its sizes the nearest. */
static struct offer nearest_offer(const struct v4l2_pix_format *asked) {
    struct offer nearest = {0};
    uint32_t smallest = UINT32_MAX, fourcc = the_page()->offers[0].fourcc;
    for (uint32_t i = 0; i < the_page()->n_offers; i++)
        if (the_page()->offers[i].fourcc == asked->pixelformat) fourcc = asked->pixelformat;
    for (uint32_t i = 0; i < the_page()->n_offers; i++) {
        struct offer offer = the_page()->offers[i];
        uint32_t off = abs((int)offer.width - (int)asked->width) + abs((int)offer.height - (int)asked->height);
        if (offer.fourcc != fourcc || off >= smallest) continue;
        nearest = offer;
        smallest = off;
    }
    return nearest;
}

static int set_format(struct v4l2_format *format, bool keep) {
    if (keep && mode() == IS_BUSY) return fail(EBUSY);
    struct offer offer = nearest_offer(&format->fmt.pix);
    if (keep) stream.format = offer;
    give_format(&offer, format);
    return 0;
}

static int get_format(struct v4l2_format *format) {
    if (!stream.format.fourcc) stream.format = the_page()->offers[0];
    give_format(&stream.format, format);
    return 0;
}

static int list_format(struct v4l2_fmtdesc *wanted) {
    uint32_t n = 0, before = 0;
    for (uint32_t i = 0; i < the_page()->n_offers; i++) {
        uint32_t fourcc = the_page()->offers[i].fourcc;
        if (fourcc == before) continue; /* offers of one format stand together */
        before = fourcc;
        if (n++ != wanted->index) continue;
        wanted->pixelformat = fourcc;
        return 0;
    }
    return fail(EINVAL);
}

static int list_size(struct v4l2_frmsizeenum *wanted) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < the_page()->n_offers; i++) {
        struct offer offer = the_page()->offers[i];
        if (offer.fourcc != wanted->pixel_format || n++ != wanted->index) continue;
        wanted->type = V4L2_FRMSIZE_TYPE_DISCRETE;
        wanted->discrete.width = offer.width;
        wanted->discrete.height = offer.height;
        return 0;
    }
    return fail(EINVAL);
}

static int frame_rate(struct v4l2_streamparm *rate) {
    rate->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
    rate->parm.capture.timeperframe.numerator = the_page()->interval_us;
    rate->parm.capture.timeperframe.denominator = 1000000;
    return 0;
}

/* ---- knobs ---- */

static volatile struct control *find_control(uint32_t id) {
    for (uint32_t i = 0; i < the_page()->n_controls; i++)
        if (the_page()->controls[i].id == id) return &the_page()->controls[i];
    return NULL;
}

static int query_control(struct v4l2_queryctrl *query) {
    volatile struct control *control = find_control(query->id);
    if (!control) return fail(EINVAL);
    query->type = V4L2_CTRL_TYPE_INTEGER;
    query->minimum = control->minimum;
    query->maximum = control->maximum;
    query->step = 1;
    return 0;
}

static int get_control(struct v4l2_control *value) {
    volatile struct control *control = find_control(value->id);
    if (!control) return fail(EINVAL);
    value->value = control->value;
    return 0;
}

static int set_control(struct v4l2_control *value) {
    volatile struct control *control = find_control(value->id);
    if (!control) return fail(EINVAL);
    if (value->value < control->minimum) value->value = control->minimum;
    if (value->value > control->maximum) value->value = control->maximum;
    if (!control->keeps_its_value) control->value = value->value;
    return 0;
}

/* ---- what a program calls ---- */

static int capability(struct v4l2_capability *capability) {
    memset(capability, 0, sizeof(*capability));
    strcpy((char *)capability->driver, "stand-in");
    strcpy((char *)capability->card, "Stand-in camera");
    capability->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    capability->capabilities = capability->device_caps | V4L2_CAP_DEVICE_CAPS;
    return 0;
}

static int answer(int fd, unsigned long request, void *argument) {
    if (!answers(fd)) return fail(ENODEV);
    switch ((uint32_t)request) {
    case VIDIOC_QUERYCAP: return capability(argument);
    case VIDIOC_ENUM_FMT: return list_format(argument);
    case VIDIOC_ENUM_FRAMESIZES: return list_size(argument);
    case VIDIOC_G_FMT: return get_format(argument);
    case VIDIOC_S_FMT: return set_format(argument, true);
    case VIDIOC_TRY_FMT: return set_format(argument, false);
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM: return frame_rate(argument);
    case VIDIOC_REQBUFS: return request_buffers(fd, argument);
    case VIDIOC_QUERYBUF: return query_buffer(argument);
    case VIDIOC_QBUF: return queue_buffer(argument);
    case VIDIOC_DQBUF: return dequeue_buffer(argument);
    case VIDIOC_STREAMON: return start_stream();
    case VIDIOC_STREAMOFF: stop_stream(); return 0;
    case VIDIOC_QUERYCTRL: return query_control(argument);
    case VIDIOC_G_CTRL: return get_control(argument);
    case VIDIOC_S_CTRL: return set_control(argument);
    default: return fail(ENOTTY);
    }
}

int ioctl(int fd, unsigned long request, ...) {
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    return is_device(fd) ? answer(fd, request, argument) : REAL(ioctl)(fd, request, argument);
}

static int open_device(void) {
    if (mode() == HANGS) hang_for_ever();
    if (mode() == IS_UNPLUGGED) return fail(ENOENT);
    if (mode() == IS_FORBIDDEN) return fail(EACCES);
    int fd = REAL(open)("/dev/null", O_RDWR | O_CLOEXEC);
    if (fd >= MAX_FD) abort();
    if (fd >= 0) {
        is_ours[fd] = true;
        lost[fd] = false;
    }
    return fd;
}

static bool is_node(const char *path) {
    const char *node = getenv("V4L2_STAND_IN_NODE");
    return node && path && strcmp(path, node) == 0;
}

#define OPEN(name)                                                 \
    int name(const char *path, int flags, ...) {                   \
        va_list arguments;                                         \
        va_start(arguments, flags);                                \
        mode_t rights = va_arg(arguments, mode_t);                 \
        va_end(arguments);                                         \
        return is_node(path) ? open_device() : REAL(name)(path, flags, rights); \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    if (is_device(fd)) {
        is_ours[fd] = false;
        if (stream.fd == fd) {
            stop_stream();
            stream.fd = -1;
        }
    }
    return REAL(close)(fd);
}

/* A buffer's memory is the process's own; OpenCV unmaps it as it would the kernel's. */
static void *map_buffer(size_t length, off_t offset) {
    uint32_t index = (uint32_t)(offset >> OFFSET_SHIFT);
    void *bytes = REAL(mmap)(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (index < MAX_BUFFERS && bytes != MAP_FAILED) stream.buffers[index] = (struct buffer){.bytes = bytes};
    return bytes;
}

#define MAP(name, offset_type)                                                                   \
    void *name(void *at, size_t length, int protection, int flags, int fd, offset_type offset) { \
        return is_device(fd) ? map_buffer(length, offset)                                        \
                             : REAL(name)(at, length, protection, flags, fd, offset);            \
    }
MAP(mmap, off_t)
MAP(mmap64, off64_t)

/* POLLIN once a frame is there, POLLERR and POLLHUP after the plug was pulled, as v4l2_poll() says. */
static short events(int fd) {
    if (!answers(fd)) return POLLERR | POLLHUP;
    advance();
    return stream.full.length ? POLLIN | POLLRDNORM : 0;
}

static short wait_for_events(int fd, int64_t timeout_us) {
    int64_t until = timeout_us < 0 ? INT64_MAX : now_us(CLOCK_MONOTONIC) + timeout_us;
    short happened;
    while (!(happened = events(fd)) && now_us(CLOCK_MONOTONIC) < until)
        REAL(poll)(NULL, 0, STREAM_TICK_MS);
    return happened;
}

int poll(struct pollfd *fds, nfds_t n, int timeout_ms) {
    if (n != 1 || !is_device(fds[0].fd)) return REAL(poll)(fds, n, timeout_ms);
    fds[0].revents = wait_for_events(fds[0].fd, timeout_ms * INT64_C(1000));
    return fds[0].revents ? 1 : 0;
}

int select(int n, fd_set *readable, fd_set *writable, fd_set *exceptional, struct timeval *timeout) {
    int fd = n - 1;
    if (!is_device(fd) || !readable || !FD_ISSET(fd, readable))
        return REAL(select)(n, readable, writable, exceptional, timeout);
    if (wait_for_events(fd, timeout ? timeout->tv_sec * INT64_C(1000000) + timeout->tv_usec : -1)) return 1;
    FD_ZERO(readable);
    return 0;
}
