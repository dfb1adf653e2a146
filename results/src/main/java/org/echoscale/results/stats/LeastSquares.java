package org.echoscale.results.stats;

/**
 * Least squares of relative errors: of all straight combinations of the columns the one whose distances from the values,
 * each as a part of its value, have the smallest sum of squares. So a point of 400 ns counts as much as one of 4 ms.
 */
final class LeastSquares {
    /** A column that is so nearly a combination of those before it adds nothing. */
    private static final double SMALLEST_PIVOT = 1e-10;

    private final double[] coefficients;
    private final double squares;

    /** The values do not tell how much of them is due to which column. */
    static final class UndeterminedException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        UndeterminedException(String message) {
            super(message);
        }
    }

    private LeastSquares(double[] coefficients, double squares) {
        this.coefficients = coefficients;
        this.squares = squares;
    }

    /**
     * The fit.
     *
     * @param rows a row of columns for each value
     * @throws UndeterminedException when a column is a combination of others, or there are more columns than rows
     */
    static LeastSquares fit(double[][] rows, double[] values) {
        int columns = rows[0].length;
        double[] scale = new double[columns];
        for (int c = 0; c < columns; c++) {
            for (int r = 0; r < rows.length; r++) {
                double part = rows[r][c] / values[r];
                scale[c] += part * part;
            }
            scale[c] = Math.sqrt(scale[c]);
            if (scale[c] == 0) {
                throw new UndeterminedException("column " + c + " is 0 everywhere");
            }
        }
        // The normal equations, with columns of length 1: the largest entry is on the diagonal.
        double[][] equations = new double[columns][columns + 1];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < columns; i++) {
                double left = rows[r][i] / values[r] / scale[i];
                for (int j = 0; j < columns; j++) {
                    equations[i][j] += left * rows[r][j] / values[r] / scale[j];
                }
                equations[i][columns] += left; // a value relative to itself is 1
            }
        }
        double[] coefficients = solve(equations);
        for (int c = 0; c < columns; c++) {
            coefficients[c] /= scale[c];
        }
        double squares = 0;
        for (int r = 0; r < rows.length; r++) {
            double error = at(rows[r], coefficients) / values[r] - 1;
            squares += error * error;
        }
        return new LeastSquares(coefficients, squares);
    }

    /** That of a column. */
    double coefficient(int column) {
        return coefficients[column];
    }

    /** The sum that was made smallest. */
    double squares() {
        return squares;
    }

    private static double at(double[] row, double[] coefficients) {
        double sum = 0;
        for (int c = 0; c < coefficients.length; c++) {
            sum += row[c] * coefficients[c];
        }
        return sum;
    }

    /** Elimination with the largest pivot of what is left. */
    private static double[] solve(double[][] equations) {
        int n = equations.length;
        for (int column = 0; column < n; column++) {
            int best = column;
            for (int row = column + 1; row < n; row++) {
                if (Math.abs(equations[row][column]) > Math.abs(equations[best][column])) {
                    best = row;
                }
            }
            double[] pivot = equations[best];
            equations[best] = equations[column];
            equations[column] = pivot;
            if (Math.abs(pivot[column]) < SMALLEST_PIVOT) {
                throw new UndeterminedException("a column is a combination of others");
            }
            for (int row = column + 1; row < n; row++) {
                double factor = equations[row][column] / pivot[column];
                for (int c = column; c <= n; c++) {
                    equations[row][c] -= factor * pivot[c];
                }
            }
        }
        double[] solution = new double[n];
        for (int row = n - 1; row >= 0; row--) {
            double sum = equations[row][n];
            for (int c = row + 1; c < n; c++) {
                sum -= equations[row][c] * solution[c];
            }
            solution[row] = sum / equations[row][row];
        }
        return solution;
    }
}
