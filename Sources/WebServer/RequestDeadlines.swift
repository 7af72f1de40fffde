import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request takes too long to arrive, however steadily its bytes trickle.
final class RequestDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let headerTime: TimeAmount
  private let bodyTime: TimeAmount
  private let answerTime: TimeAmount
  private let connections: Connections
  private var deadline: Scheduled<Void>?
  /// Requests whose head came and whose answer has not ended.
  private var unanswered = 0
  private var isReading = false

  init(_ limits: WebConfiguration.Limits, connections: Connections) {
    headerTime = TimeAmount(limits.headerTime)
    bodyTime = TimeAmount(limits.bodyTime)
    answerTime = TimeAmount(limits.answerTime)
    self.connections = connections
  }

  func handlerAdded(context: ChannelHandlerContext) { expect(within: headerTime, context) }

  func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      unanswered += 1
      isReading = true
      expect(within: bodyTime, context)
    case .body: break
    case .end:
      isReading = false
      deadline?.cancel()
    }
    connections.touch(context.channel, answering: unanswered > 0 && !isReading)
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    var promise = promise
    if case .end = unwrapOutboundIn(data) {
      unanswered = max(0, unanswered - 1)
      if isIdle {
        expect(within: answerTime, context)
        let left = promise ?? context.eventLoop.makePromise()
        left.futureResult.assumeIsolated().whenComplete { _ in self.answerLeft(context) }
        promise = left
      }
    }
    connections.touch(context.channel, answering: unanswered > 0 && !isReading)
    context.write(data, promise: promise)
  }

  private var isIdle: Bool { unanswered == 0 && !isReading }

  /// The reader has the whole answer; how slowly it took it is not held against the next request.
  private func answerLeft(_ context: ChannelHandlerContext) {
    if isIdle, context.channel.isActive { expect(within: headerTime, context) }
  }

  private func expect(within time: TimeAmount, _ context: ChannelHandlerContext) {
    deadline?.cancel()
    let channel = context.channel
    deadline = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
  }
}
