/** Prints the demonstration's accounts. */
console.log('');
