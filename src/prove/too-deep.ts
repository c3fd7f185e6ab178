/** The answer, or what to say instead of a question that is nested too deeply for the machine's stack: never a crash, never a proof. */
export function orTooDeep<T>(answer: () => T, instead: (why: string) => T): T {
  try {
    return answer();
  } catch (error) {
    if (error instanceof RangeError) return instead('the question is nested too deeply');
    throw error;
  }
}
