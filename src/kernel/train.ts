/** Requests that take the same way go together: one transaction, one journey to the disk, for all who wait at the stop. */
export interface TrainRules<Passenger, Answer> {
  readonly seats: number;
  /** Two passengers of one key never travel together. */
  keyOf(passenger: Passenger): string;
  /** Answers by key; who is left out of them travels alone. */
  together(passengers: readonly Passenger[]): Promise<ReadonlyMap<string, Answer>>;
  alone(passenger: Passenger): Promise<Answer>;
}

interface Ticket<Passenger, Answer> {
  readonly passenger: Passenger;
  readonly answer: (answer: Answer | PromiseLike<Answer>) => void;
}

/**
 * One train runs at a time and leaves as soon as the one before is back: alone when nobody else waits, so that a quiet hour costs
 * nothing. When a train fails, each of its passengers is carried alone: nobody pays for the fault of another.
 */
export function openTrain<Passenger, Answer>(
  rules: TrainRules<Passenger, Answer>,
): (passenger: Passenger) => Promise<Answer> {
  let waiting: Ticket<Passenger, Answer>[] = [];
  let running = false;

  const leave = (): Ticket<Passenger, Answer>[] => {
    const aboard = new Map<string, Ticket<Passenger, Answer>>();
    const left: Ticket<Passenger, Answer>[] = [];
    for (const ticket of waiting) {
      const key = rules.keyOf(ticket.passenger);
      if (aboard.size < rules.seats && !aboard.has(key)) aboard.set(key, ticket);
      else left.push(ticket);
    }
    waiting = left;
    return [...aboard.values()];
  };

  const run = async () => {
    running = true;
    for (let aboard = leave(); aboard.length > 0; aboard = leave()) {
      const answers = await rules
        .together(aboard.map(({ passenger }) => passenger))
        .catch(() => new Map<string, Answer>());
      for (const { passenger, answer } of aboard) {
        const key = rules.keyOf(passenger);
        answer(answers.has(key) ? (answers.get(key) as Answer) : rules.alone(passenger));
      }
    }
    running = false;
  };

  return (passenger) =>
    new Promise<Answer>((answer) => {
      waiting.push({ passenger, answer });
      if (!running) void run();
    });
}
