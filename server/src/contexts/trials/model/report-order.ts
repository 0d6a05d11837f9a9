/** A report that somebody asked for and that is not there yet. */
export interface ReportOrder {
  trialId: string
  askedAt: Date
  askedBy: string
  /** Undefined while it waits for the reports before it. */
  begunAt?: Date
  failed?: { at: Date; reason: string }
}
