import type { Caller } from '../../identity/index.ts'

/** Where exports go, which storage knows, and as whom: `main.ts` joins it. */
export interface ExportPlace {
  /** The rights of who asked, as they are now. @throws where they have none any more */
  actAs(caller: Caller, since: Date): Promise<Caller>
  /** Whole when it answers, or not there at all, by what S3 lets `caller`. */
  put(
    caller: Caller,
    at: { bucket: string; key: string; contentType: string },
    body: AsyncIterable<Uint8Array>,
  ): Promise<void>
  /** On this host, for a file that is being made. */
  directory: string
}
