/** A tree of documented fields: a counterexample may hold only these. `open`: any field may be here. `element`: of an array. */
export interface KnownFields {
  readonly keys?: Readonly<Record<string, KnownFields>>;
  readonly element?: KnownFields;
  readonly open?: boolean;
}
