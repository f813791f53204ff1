/** The other end of a WebSocket, as a test drives it. */
export class FarEnd extends EventTarget {
  readonly heard: Record<string, unknown>[] = []
  send(text: string): void {
    this.heard.push(JSON.parse(text) as Record<string, unknown>)
  }
  close(): void {
    this.dispatchEvent(new CloseEvent('close', { code: 1000 }))
  }
  accept(): void {
    this.dispatchEvent(new Event('open'))
  }
  drop(code = 1006): void {
    this.dispatchEvent(new CloseEvent('close', { code }))
  }
  say(message: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }))
  }
}
