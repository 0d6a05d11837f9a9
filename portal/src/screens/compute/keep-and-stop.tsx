export interface Act {
  isPending: boolean
  mutate(ask: { params: { id: string } }): void
}

interface Props {
  id: string
  /** As people call it: `session 7`. */
  what: string
  /** Absent where nothing ends by itself. */
  keep?: Act | undefined
  stop: Act
}

export function KeepAndStop({ id, what, keep, stop }: Props) {
  return (
    <>
      {keep && (
        <button
          type="button"
          className="button small"
          aria-label={`Keep ${what}`}
          title="Its idle time begins anew"
          disabled={keep.isPending}
          onClick={() => keep.mutate({ params: { id } })}
        >
          Keep
        </button>
      )}
      <button
        type="button"
        className="button small danger"
        aria-label={`Stop ${what}`}
        disabled={stop.isPending}
        onClick={() => stop.mutate({ params: { id } })}
      >
        Stop
      </button>
    </>
  )
}
