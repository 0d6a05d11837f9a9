/** Stroke drawings on a 16 by 16 grid. */
const DRAWINGS = {
  home: 'M2.5 7.5 8 2.8l5.5 4.7M4 6.5v6.7h8V6.5',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3l3.4 3.4',
  vendor: 'M2.5 13.5v-8l5.5-3 5.5 3v8M6 13.5V9h4v4.5M1.5 13.5h13',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  quarantine: 'M8 2.2 14 13H2zM8 6.5v3M8 11.2v.1',
  trial: 'M6 2.5h4M7 2.5v4L3.3 12.8c-.4.6 0 1.2.7 1.2h8c.7 0 1.1-.6.7-1.2L9 6.5v-4M5 10.5h6',
  pipeline: 'M2 4.5h3v3H2zM11 4.5h3v3h-3zM6.5 10.5h3v3h-3zM5 6h6M3.5 7.5V12h3M12.5 7.5V12h-3',
  compute: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5v.1M5 11v.1',
  key: 'M10 9.5a3.5 3.5 0 1 0-3.2-2L2.5 12v1.5H5V12h1.5v-1.5L8 9M10.7 5.3v.1',
  inbox: 'M2.5 9.5 4.5 3h7l2 6.5v4h-11zM2.5 9.5H6a2 2 0 0 0 4 0h3.5',
  tag: 'M2.5 2.5H8l5.5 5.5L8 13.5 2.5 8zM5.2 5.2v.1',
  audit: 'M4 1.5h6l2.5 2.5v10.5H4zM6.2 6h4M6.2 8.5h4M6.2 11h2.5',
  accounts:
    'M6 7c3 0 3-4.6 0-4.6S3 7 6 7ZM2 13.5a4 4 0 0 1 8 0M11 3c2 0 2 4 0 4M12 10c1.5 0 2 2 2 3.5',
  health: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  connect: 'M6 10 10 6M7 4.5l2-2a3 3 0 0 1 4.3 4.3l-2 2M9 11.5l-2 2A3 3 0 0 1 2.7 9.2l2-2',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  check: 'M3 8.5 6.5 12 13 4.5',
  down: 'M4 6.5 8 10.5l4-4',
  up: 'M4 9.5 8 5.5l4 4',
  lock: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.5v3.5M8 5.2v.1',
  empty: 'M2.5 5.5 8 2.5l5.5 3v5L8 13.5l-5.5-3zM2.5 5.5 8 8.5l5.5-3M8 8.5v5',
  dataset: 'M3 4c0-2.3 10-2.3 10 0S3 6.3 3 4ZM3 4v8c0 2.3 10 2.3 10 0V4M3 8c0 2.3 10 2.3 10 0',
  play: 'M5 3.5v9l7-4.5z',
  stop: 'M4 4h8v8H4z',
} as const

export type IconName = keyof typeof DRAWINGS

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={DRAWINGS[name]} />
    </svg>
  )
}
